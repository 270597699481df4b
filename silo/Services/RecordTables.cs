using System.Globalization;
using System.Text;
using LayerDyn.Api.Points;
using LayerDyn.Science.Training;

namespace LayerDyn.Silo.Services;

/// <summary>Records as JSON and CSV.</summary>
internal static class RecordTables
{
    /// <summary>As rows of numbers, the step first.</summary>
    public static RecordsView View(MeasurementTable records) => new(
        ["step", .. records.Columns],
        [.. Enumerable.Range(0, records.Rows).Select(row => (IReadOnlyList<double>)[records.Steps[row], .. Values(records, row)])]);

    /// <summary>As CSV with a header.</summary>
    public static string Csv(MeasurementTable records)
    {
        var text = new StringBuilder("step");
        foreach (string column in records.Columns) text.Append(',').Append(column);
        text.Append('\n');
        for (int row = 0; row < records.Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{records.Steps[row]}");
            foreach (double value in Values(records, row)) text.Append(CultureInfo.InvariantCulture, $",{value}");
            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<double> Values(MeasurementTable records, int row) =>
        Enumerable.Range(0, records.Columns.Count).Select(column => records[row, column]);
}
