using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Client.Drawn;

/// <summary>A curve of two sweeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">What it shows in the first; null where that has no such curve.</param>
/// <param name="Second">What it shows in the second; null where that has no such curve.</param>
/// <param name="Why">Why there is no picture of both; empty where there is one.</param>
internal sealed record CurveComparison(string Name, IReadOnlyList<string>? First, IReadOnlyList<string>? Second, string Why)
{
    /// <summary>The chart of both; null where there is none.</summary>
    internal Chart? Chart { get; private init; }

    /// <summary>All curves of both, those of the first sweep before the others.</summary>
    public static IReadOnlyList<CurveComparison> Of(DrawnSweep first, DrawnSweep second)
    {
        var (a, b) = Names(first, second);
        return [.. first.Curves.Keys.Union(second.Curves.Keys).Select(name =>
        {
            var (one, other) = (first.Curves.GetValueOrDefault(name), second.Curves.GetValueOrDefault(name));
            if (one is null || other is null) return new CurveComparison(name, one?.Findings, other?.Findings, $"only {(one is null ? second.Id : first.Id)} has it");
            var (chart, why) = ChartOverlay.Of(one.Chart, a, other.Chart, b);
            return new CurveComparison(name, one.Findings, other.Findings, why) { Chart = chart };
        })];
    }

    // Short names for legends: ids where both have one name.
    private static (string First, string Second) Names(DrawnSweep first, DrawnSweep second) =>
        first.Id.Name != second.Id.Name ? (first.Id.Name, second.Id.Name) : (first.Id.Value[^8..], second.Id.Value[^8..]);
}
