using System.Globalization;
using System.Text;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Writes a curve's table as CSV (RFC 4180, invariant culture, line feeds).</summary>
public static class CurveCsv
{
    /// <summary>The whole text with its header.</summary>
    public static string Write(CurveTable table)
    {
        var text = new StringBuilder();
        Line(text, table.Columns);
        foreach (var row in table.Rows) Line(text, row);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<object?> cells)
    {
        text.AppendJoin(',', cells.Select(cell => Cell(cell switch
        {
            null or double.NaN => "",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => cell.ToString()!,
        })));
        text.Append('\n');
    }

    private static string Cell(string text) =>
        text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
