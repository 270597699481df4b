using System.Globalization;
using System.Text;

namespace LayerDyn.Storage.Manifests;

/// <summary>Writes and reads point indices as the range lists that messages and manifests use.</summary>
public static class IndexRanges
{
    /// <summary>The range list, e.g. <c>0-511,600</c>, of indices in ascending order without repetition.</summary>
    public static string Format(IEnumerable<long> ascending)
    {
        var text = new StringBuilder();
        long first = -1, last = -1;
        foreach (long index in ascending)
        {
            if (first >= 0 && index != last + 1)
            {
                Append(text, first, last);
                first = index;
            }
            else if (first < 0)
            {
                first = index;
            }

            last = index;
        }

        if (first >= 0) Append(text, first, last);
        return text.ToString();
    }

    /// <summary>The indices of a range list, in its order.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IEnumerable<long> Parse(string ranges)
    {
        foreach (var (first, last) in Ranges(ranges))
            for (long index = first; index <= last; index++) yield return index;
    }

    /// <summary>Number of indices in a range list.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static long Count(string ranges) => Ranges(ranges).Sum(range => range.Last - range.First + 1);

    /// <summary>Whether an index is in a range list.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static bool Contains(string ranges, long index) => Ranges(ranges).Any(range => range.First <= index && index <= range.Last);

    /// <summary>The ranges of a range list, in its order.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static IEnumerable<(long First, long Last)> Ranges(string ranges)
    {
        if (ranges.Length == 0) yield break;
        foreach (string text in ranges.Split(','))
        {
            int dash = text.IndexOf('-');
            if (!TryParse(dash < 0 ? text : text.AsSpan(0, dash), out long first) || !TryParse(dash < 0 ? text : text.AsSpan(dash + 1), out long last) || last < first)
                throw new FormatException($"'{text}' is not a range of points: expected N or N-M");
            yield return (first, last);
        }
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long point) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out point);

    private static void Append(StringBuilder text, long first, long last)
    {
        if (text.Length > 0) text.Append(',');
        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
    }
}
