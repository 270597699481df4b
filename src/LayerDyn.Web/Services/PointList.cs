using System.Globalization;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Web.Services;

/// <summary>
/// Lists of points in requests, as charts name the points behind a line or a cell: <c>0-2,7,10-90:20</c>, with both ends and a step
/// after a colon.
/// </summary>
internal static class PointList
{
    /// <summary>Longest list, so that it fits a line of a request.</summary>
    public const int MaxCharacters = 6000;

    /// <summary>The points of a list; null for no list.</summary>
    /// <exception cref="ProblemException">It is none, or names points that the sweep has not.</exception>
    public static PointSet? Parse(string? text, long pointCount)
    {
        if (text is null) return null;
        if (text.Length > MaxCharacters) throw ProblemException.BadRequest($"index has {text.Length} characters, at most {MaxCharacters} are taken: ask in parts, or by where=axis:value");
        var points = new PointSet(pointCount);
        long named = 0;
        foreach (string part in text.Split(','))
        {
            var (first, last, step) = Range(part) ?? throw ProblemException.BadRequest("index must be a list of points and ranges such as 3,17,40-49 or 10-90:20");
            if (last >= pointCount) throw ProblemException.BadRequest($"index names point {last}, the sweep has points 0 to {pointCount - 1}");
            named += (last - first) / step + 1;
            // Work in proportion to the sweep, however often the text says the same.
            if (named > pointCount) throw ProblemException.BadRequest($"index names more points than the sweep has ({pointCount}): name each once");
            for (long index = first; index <= last; index += step) points.Add(index);
        }

        return points;
    }

    private static (long First, long Last, long Step)? Range(string text)
    {
        string step = "1", range = text;
        if (text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon) (range, step) = (text[..colon], text[(colon + 1)..]);
        int dash = range.IndexOf('-', StringComparison.Ordinal);
        return Number(dash < 0 ? range : range[..dash]) is { } first && Number(dash < 0 ? range : range[(dash + 1)..]) is { } last
            && Number(step) is > 0 and var by && first <= last
            ? (first, last, by)
            : null;
    }

    // Up to 18 digits: sums with it do not overflow.
    private static long? Number(string digits) =>
        digits.Length <= 18 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
