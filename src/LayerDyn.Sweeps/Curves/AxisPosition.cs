using System.Globalization;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>Finds the position of a written value on an axis.</summary>
internal static class AxisPosition
{
    /// <summary>
    /// The position whose value is the written one; for numbers also the only one that has its first four digits, which is what
    /// legends and findings show. -1 when there is none.
    /// </summary>
    public static int Of(Axis axis, string written)
    {
        if (axis.Numbers is not { } numbers || !Number(written, out double wanted))
            return First(axis.Count, position => axis.Labels[position] == written);
        int exact = First(axis.Count, position => numbers[position] == wanted);
        if (exact >= 0) return exact;
        string shown = Shown.Number(wanted);
        int near = First(axis.Count, position => Shown.Number(numbers[position]) == shown);
        return near >= 0 && Enumerable.Range(near + 1, axis.Count - near - 1).All(position => Shown.Number(numbers[position]) != shown) ? near : -1;
    }

    /// <summary>The values nearest to a written one that is not on the axis.</summary>
    public static string? Suggest(Axis axis, string written)
    {
        if (axis.Numbers is not { } numbers || !Number(written, out double wanted)) return Names.Suggest(written, axis.Labels);
        var nearest = Enumerable.Range(0, axis.Count).OrderBy(position => Math.Abs(numbers[position] - wanted)).Take(2).Order();
        return $"nearest values: {string.Join(", ", nearest.Select(position => axis.Labels[position]))}";
    }

    private static bool Number(string text, out double number) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static int First(int count, Func<int, bool> matches)
    {
        for (int position = 0; position < count; position++)
            if (matches(position)) return position;
        return -1;
    }
}
