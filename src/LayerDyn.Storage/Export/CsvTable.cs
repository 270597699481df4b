using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>A table as CSV (RFC 4180, invariant culture, line feeds); no value is an empty cell.</summary>
public static class CsvTable
{
    /// <summary>Writes rows.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="header">Whether a line of names comes first.</param>
    public static void Write(TextWriter output, TableRows rows, bool header = true)
    {
        ColumnValues[] columns = [.. rows.Columns];
        Func<int, string>[] cells = [.. columns.Select(Cells)];
        if (header) Line(columns.Select(column => CsvCell.Text(column.Column.Name)));
        for (int row = 0; row < rows.Count; row++) Line(cells.Select((cell, column) => columns[column].IsMissing(row) ? "" : cell(row)));

        void Line(IEnumerable<string> line)
        {
            output.Write(string.Join(',', line));
            output.Write('\n');
        }
    }

    private static Func<int, string> Cells(ColumnValues column) => column.Values switch
    {
        bool[] flags => row => CsvCell.Flag(flags[row]),
        long[] integers => row => CsvCell.Number(integers[row]),
        double[] numbers => row => CsvCell.Number(numbers[row]),
        _ => row => CsvCell.Text(((string[])column.Values)[row]),
    };
}
