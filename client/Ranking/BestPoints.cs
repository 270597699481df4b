using System.Globalization;

namespace LayerDyn.Client.Ranking;

/// <summary>Picks the best points of each group from points that come best first.</summary>
internal static class BestPoints
{
    /// <summary>What points can be grouped by beside the axes.</summary>
    public const string Seed = "seed";

    /// <summary>The best of each group.</summary>
    /// <param name="sorted">Points, the best first. It is read no further than is needed where there is one group.</param>
    /// <param name="by">Axes, or <see cref="Seed"/>; empty for one group.</param>
    /// <param name="most">How many of each group.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The groups in the order of their labels, numbers by size.</returns>
    public static async Task<IReadOnlyList<BestGroup>> PickAsync(
        IAsyncEnumerable<RankedPoint> sorted, IReadOnlyList<string> by, int most, CancellationToken cancellation)
    {
        var groups = new Dictionary<string, List<RankedPoint>>(StringComparer.Ordinal);
        await foreach (var point in sorted.WithCancellation(cancellation))
        {
            string key = string.Join('\n', by.Select(axis => Label(point, axis)));
            if (!groups.TryGetValue(key, out var group)) groups.Add(key, group = []);
            if (group.Count < most) group.Add(point);
            if (by.Count == 0 && group.Count == most) break;
        }

        var found = groups.Values.Select(points => new BestGroup(by.ToDictionary(axis => axis, axis => Label(points[0], axis)), points));
        foreach (string axis in by.Reverse()) found = InOrder(found, axis); // stable: the first axis is the slowest
        return [.. found];
    }

    /// <summary>The label of a point on an axis, or its seed.</summary>
    public static string Label(RankedPoint point, string axis) =>
        point.Axes.TryGetValue(axis, out string? label) ? label : point.Seed.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<BestGroup> InOrder(IEnumerable<BestGroup> groups, string axis)
    {
        var all = groups.ToList();
        double?[] numbers = [.. all.Select(group => double.TryParse(group.By[axis], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)];
        return numbers.All(number => number is not null)
            ? all.Zip(numbers).OrderBy(pair => pair.Second).Select(pair => pair.First)
            : all.OrderBy(group => group.By[axis], StringComparer.Ordinal);
    }
}
