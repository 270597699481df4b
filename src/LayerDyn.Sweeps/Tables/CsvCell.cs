using System.Buffers;
using System.Globalization;
using System.Text;

namespace LayerDyn.Sweeps.Tables;

/// <summary>How a cell of a CSV file is written (RFC 4180, invariant culture).</summary>
public static class CsvCell
{
    private const string Formula = "=+-@\t\r";

    /// <summary>
    /// A text. One that a spreadsheet would run as a formula (it begins with <c>= + - @</c>, a tab or a carriage return and is no
    /// number) gets an apostrophe before it, which spreadsheets take for "this is text".
    /// </summary>
    public static string Text(string text)
    {
        if (text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal)
            && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>Writes a text, see <see cref="Text"/>.</summary>
    public static void Write(IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(Text(text), output);

    /// <summary>Writes a number with all its digits, so that it reads back the same.</summary>
    public static void Write<T>(IBufferWriter<byte> output, T number)
        where T : IUtf8SpanFormattable
    {
        // The longest double takes 24 characters.
        if (!number.TryFormat(output.GetSpan(32), out int written, default, CultureInfo.InvariantCulture)) throw new FormatException($"{number} is too long for a cell");
        output.Advance(written);
    }
}
