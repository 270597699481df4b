using System.Globalization;
using System.Text;

namespace LayerDyn.Grains.Planning;

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

    private static IEnumerable<(long First, long Last)> Ranges(string ranges)
    {
        foreach (string range in ranges.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int dash = range.IndexOf('-');
            long first = long.Parse(dash < 0 ? range : range[..dash], NumberStyles.None, CultureInfo.InvariantCulture);
            yield return (first, dash < 0 ? first : long.Parse(range[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture));
        }
    }

    private static void Append(StringBuilder text, long first, long last)
    {
        if (text.Length > 0) text.Append(',');
        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
    }
}
