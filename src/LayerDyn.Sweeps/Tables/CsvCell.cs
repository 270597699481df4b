using System.Globalization;

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

    /// <summary>A truth value.</summary>
    public static string Flag(bool value) => value ? "true" : "false";

    /// <summary>A number with all its digits, so that it reads back the same.</summary>
    public static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
