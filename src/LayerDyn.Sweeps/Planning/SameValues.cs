using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>Finds values that an axis (or a group of zipped ones) has more than once, however they are written.</summary>
internal static class SameValues
{
    private const int Shown = 4;

    /// <summary>Reports the repeated values of every axis.</summary>
    public static void Report(Grid grid, ProblemList problems)
    {
        for (int dimension = 0; dimension < grid.Dimensions.Count; dimension++)
        {
            AxisDefinition[] axes = [.. grid.Dimensions[dimension].Select(axis => grid.Axes[axis])];
            if (Array.Exists(axes, axis => axis.Positions is not null)) continue; // drawn until all samples differ
            // Long axes are arithmetic and monotone: nothing of them is kept.
            if (Array.Exists(axes, axis => axis.Axis.Numbers is { } numbers && IsMonotone(numbers))) continue;
            foreach (int[] same in Enumerable.Range(0, grid.Length(dimension)).GroupBy(position => Settings(axes, position)).Select(group => group.ToArray()))
            {
                if (same.Length == 1) continue;
                string labels = string.Join("; ", same.Take(Shown).Select(position => string.Join(", ", axes.Select(axis => axis.Axis.Labels[position]))));
                bool cases = axes is [{ Resolved: var only }] && only.Find("cases") is not null;
                problems.Add(axes.Length > 1 ? "zip" : $"axes.{axes[0].Axis.Name}", same.Length > Shown ? labels + "; ..." : labels,
                    $"{(cases ? "are cases with the same settings" : axes.Length > 1 ? "are the same values of zipped axes" : "are the same value")}: {same.Length} copies of each point would count as replicates",
                    "write it once; for replicates write seeds: N");
            }
        }
    }

    private static bool IsMonotone(IReadOnlyList<double> numbers)
    {
        bool rising = true, falling = true;
        for (int i = 1; i < numbers.Count && (rising || falling); i++)
        {
            double previous = numbers[i - 1], next = numbers[i];
            rising &= next > previous;
            falling &= next < previous;
        }

        return rising || falling;
    }

    /// <summary>What a position sets, with numbers in their one form.</summary>
    private static string Settings(AxisDefinition[] axes, int position) => string.Join('\n', axes.SelectMany(axis => axis.Targets).Select(target =>
        target.ValueAt(position) is { } value ? System.Text.Encoding.UTF8.GetString(SpecJson.ToUtf8(value).Span) : ""));
}
