using System.Globalization;
using System.Text;
using LayerDyn.Science.Training;

namespace LayerDyn.Sweeps.Records;

/// <summary>Records as CSV: a header with <c>step</c> first, then a line a measured step. Numbers are written so that they read back the same.</summary>
public static class RecordsCsv
{
    /// <summary>Writes them.</summary>
    /// <param name="records">The records.</param>
    /// <param name="last">How many of the newest rows; all where nothing is said.</param>
    public static string Write(MeasurementTable records, int last = int.MaxValue)
    {
        var text = new StringBuilder("step");
        foreach (string column in records.Columns) text.Append(',').Append(column);
        text.Append('\n');
        for (int row = Math.Max(0, records.Rows - last); row < records.Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{records.Steps[row]}");
            for (int column = 0; column < records.Columns.Count; column++) text.Append(CultureInfo.InvariantCulture, $",{records[row, column]}");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static MeasurementTable Read(string csv)
    {
        try
        {
            return ReadLines(csv);
        }
        catch (Exception damaged) when (damaged is OverflowException or ArgumentException)
        {
            throw new FormatException($"the records are damaged: {damaged.Message}", damaged);
        }
    }

    private static MeasurementTable ReadLines(string csv)
    {
        string[][] lines = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        if (lines is not [["step", .. var columns], .. var rows]) throw new FormatException("records must begin with a line of names, 'step' first");
        var records = new MeasurementTable(columns, rows.Length);
        foreach (string[] row in rows)
        {
            if (row.Length != columns.Length + 1) throw new FormatException($"a line of records has {row.Length} fields in place of {columns.Length + 1}");
            records.Add(long.Parse(row[0], CultureInfo.InvariantCulture), [.. row.Skip(1).Select(value => double.Parse(value, CultureInfo.InvariantCulture))]);
        }

        return records;
    }
}
