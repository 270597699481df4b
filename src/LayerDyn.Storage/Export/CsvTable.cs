using System.Buffers;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>A table as CSV (RFC 4180, UTF-8, invariant culture, line feeds); no value is an empty cell.</summary>
public static class CsvTable
{
    private delegate void Cell(IBufferWriter<byte> output, int row);

    /// <summary>The text of rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="header">Whether a line of names comes first.</param>
    public static ReadOnlyMemory<byte> Write(TableRows rows, bool header = true) => Write([.. rows.Columns], rows.Count, header);

    /// <summary>The text of some columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">How many rows they have.</param>
    /// <param name="header">Whether a line of names comes first.</param>
    internal static ReadOnlyMemory<byte> Write(IReadOnlyList<ColumnValues> columns, int rows, bool header)
    {
        var output = new ArrayBufferWriter<byte>();
        if (header) Line(output, [.. columns.Select(column => (Cell)((to, _) => CsvCell.Write(to, column.Column.Name)))], 0);
        Cell[] cells = [.. columns.Select(CellsOf)];
        for (int row = 0; row < rows; row++) Line(output, cells, row);
        return output.WrittenMemory;
    }

    private static void Line(ArrayBufferWriter<byte> output, Cell[] cells, int row)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            if (i > 0) output.Write(","u8);
            cells[i](output, row);
        }

        output.Write("\n"u8);
    }

    private static Cell CellsOf(ColumnValues column) => column.Values switch
    {
        bool[] flags => Cells(column, flags, static (one, other) => one == other, static (output, flag) => output.Write(flag ? "true"u8 : "false"u8)),
        long[] integers => Cells(column, integers, static (one, other) => one == other, CsvCell.Write),
        double[] numbers => Cells(column, numbers, static (one, other) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(other), CsvCell.Write),
        var texts => Cells(column, (string[])texts, string.Equals, CsvCell.Write),
    };

    // What a point is and where it lies stands in each of its rows: a cell that says the same as the one above is copied.
    private static Cell Cells<T>(ColumnValues column, T[] values, Func<T, T, bool> same, Action<IBufferWriter<byte>, T> write)
    {
        var text = new ArrayBufferWriter<byte>();
        int of = -1;
        return (output, row) =>
        {
            if (column.IsMissing(row)) return;
            if (of < 0 || !same(values[row], values[of]))
            {
                text.ResetWrittenCount();
                write(text, values[row]);
            }

            of = row;
            output.Write(text.WrittenSpan);
        };
    }
}
