using System.Globalization;
using System.Text;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// Point indices as a short text: single ones and ranges with both ends in them, a step after a colon, separated by commas.
/// <c>0-2,7,10-90:20</c> is 0, 1, 2, 7, 10, 30, 50, 70, 90. Points of one cell or line are evenly spaced runs of the grid, so the text
/// stays short for any number of points.
/// </summary>
public static class StridedPoints
{
    /// <summary>The text of ascending indices; empty for none.</summary>
    public static string Write(IReadOnlyList<long> indices)
    {
        var text = new StringBuilder();
        for (int first = 0, last; first < indices.Count; first = last + 1)
        {
            last = first;
            long step = first + 1 < indices.Count ? indices[first + 1] - indices[first] : 0;
            while (last + 1 < indices.Count && indices[last + 1] - indices[last] == step) last++;
            if (last - first < 2) last = first; // a pair is no shorter as a range
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{indices[first]}");
            if (last == first) continue;
            text.Append(CultureInfo.InvariantCulture, $"-{indices[last]}");
            if (step != 1) text.Append(CultureInfo.InvariantCulture, $":{step}");
        }

        return text.ToString();
    }

    /// <summary>The indices of a text.</summary>
    /// <exception cref="FormatException">The text is not of this form.</exception>
    public static IEnumerable<long> Read(string text)
    {
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = part.Split('-', ':');
            long first = Number(ends[0]), last = ends.Length > 1 ? Number(ends[1]) : first, step = ends.Length > 2 ? Number(ends[2]) : 1;
            if (ends.Length > 3 || step < 1) throw new FormatException($"'{part}' is not a range of points");
            for (long index = first; index <= last; index += step) yield return index;
        }
    }

    /// <summary>The text of each group of ascending indices.</summary>
    internal static string[] ByGroup(IEnumerable<long> indices, int groups, Func<long, int> groupOf)
    {
        var found = new List<long>?[groups];
        foreach (long index in indices) (found[groupOf(index)] ??= []).Add(index);
        return [.. found.Select(group => group is null ? "" : Write(group))];
    }

    private static long Number(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
