using System.Globalization;
using System.Text.RegularExpressions;

namespace LayerDyn.Sweeps.Specs;

/// <summary>What a plain YAML scalar means: the core schema of YAML 1.2 without hexadecimal and octal numbers.</summary>
internal static partial class YamlScalars
{
    /// <summary>The value of a plain scalar. A number that is not finite is returned as such: the reader reports it.</summary>
    public static object? Parse(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "true" or "True" or "TRUE": return true;
            case "false" or "False" or "FALSE": return false;
        }

        if (Whole().IsMatch(text) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        if (Decimal().IsMatch(text)) return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0; // -0 is 0
        return NotFinite().IsMatch(text) ? double.NaN : text;
    }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();
}
