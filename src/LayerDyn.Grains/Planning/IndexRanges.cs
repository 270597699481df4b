using System.Globalization;
using System.Text;

namespace LayerDyn.Grains.Planning;

/// <summary>Writes point indices as the range lists that messages and manifests use.</summary>
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

    private static void Append(StringBuilder text, long first, long last)
    {
        if (text.Length > 0) text.Append(',');
        text.Append(CultureInfo.InvariantCulture, $"{first}");
        if (last > first) text.Append(CultureInfo.InvariantCulture, $"-{last}");
    }
}
