using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Times as people write them: <c>90s</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static partial class DurationText
{
    /// <summary>The longest that is accepted: a hundred years.</summary>
    private const double MostSeconds = 100 * 365.25 * 86_400;

    /// <summary>Reads one; null when it is none, is not positive, or is longer than a hundred years.</summary>
    public static TimeSpan? TryParse(string text)
    {
        if (Form().Match(text) is not { Success: true } match) return null;
        double seconds = Part("d", 86_400) + Part("h", 3_600) + Part("m", 60) + Part("s", 1);
        return seconds is > 0 and <= MostSeconds ? TimeSpan.FromSeconds(seconds) : null;

        double Part(string unit, double length) => match.Groups[unit] is { Success: true } group ? length * double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads as the same time.</summary>
    public static string Write(TimeSpan time)
    {
        var text = new StringBuilder();
        if (time.Days > 0) text.Append(CultureInfo.InvariantCulture, $"{time.Days}d");
        if (time.Hours > 0) text.Append(CultureInfo.InvariantCulture, $"{time.Hours}h");
        if (time.Minutes > 0) text.Append(CultureInfo.InvariantCulture, $"{time.Minutes}m");
        double seconds = (time.Ticks % TimeSpan.TicksPerMinute) / (double)TimeSpan.TicksPerSecond;
        if (seconds > 0 || text.Length == 0) text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}s");
        return text.ToString();
    }

    [GeneratedRegex(@"\A(?=.)((?<d>\d{1,6}(\.\d{1,6})?)d)?((?<h>\d{1,6}(\.\d{1,6})?)h)?((?<m>\d{1,8}(\.\d{1,6})?)m)?((?<s>\d{1,10}(\.\d{1,6})?)s)?\z")]
    private static partial Regex Form();
}
