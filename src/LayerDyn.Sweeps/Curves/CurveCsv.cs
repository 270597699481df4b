using System.Buffers;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Writes a curve's table as CSV (RFC 4180, UTF-8, invariant culture, line feeds).</summary>
public static class CurveCsv
{
    /// <summary>The whole text with its header.</summary>
    public static ReadOnlyMemory<byte> Write(CurveTable table)
    {
        var text = new ArrayBufferWriter<byte>();
        Line(text, table.Columns);
        foreach (var row in table.Rows) Line(text, row);
        return text.WrittenMemory;
    }

    private static void Line(ArrayBufferWriter<byte> text, IReadOnlyList<object?> cells)
    {
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0) text.Write(","u8);
            if (cells[i] is IUtf8SpanFormattable and not double.NaN and var number) CsvCell.Write(text, number);
            else if (cells[i] is { } other and not double.NaN) CsvCell.Write(text, other.ToString()!);
        }

        text.Write("\n"u8);
    }
}
