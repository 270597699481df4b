using System.Buffers;
using System.Globalization;
using System.Text;
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
            if (cells[i] is IUtf8SpanFormattable number) Number(text, number);
            else if (cells[i] is { } other) Encoding.UTF8.GetBytes(CsvCell.Text(other.ToString()!), text);
        }

        text.Write("\n"u8);
    }

    private static void Number(ArrayBufferWriter<byte> text, IUtf8SpanFormattable number)
    {
        if (number is double.NaN) return;
        // The longest double takes 24 characters.
        if (!number.TryFormat(text.GetSpan(32), out int written, default, CultureInfo.InvariantCulture)) throw new FormatException($"{number} is too long for a cell");
        text.Advance(written);
    }
}
