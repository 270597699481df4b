using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>A curve of several sweeps.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Findings">What it shows in each sweep; null where that has no such curve.</param>
/// <param name="Why">Why there is no picture of several; empty where there is one.</param>
internal sealed record CurveComparison(string Name, IReadOnlyList<IReadOnlyList<string>?> Findings, string Why)
{
    /// <summary>The chart of all sweeps that have it; null where there is none.</summary>
    internal Chart? Chart { get; private init; }

    /// <summary>All curves of the sweeps, those of the first before the others.</summary>
    public static IReadOnlyList<CurveComparison> Of(IReadOnlyList<DrawnSweep> sweeps)
    {
        string[] names = Names([.. sweeps.Select(sweep => sweep.Id)]);
        return [.. sweeps.SelectMany(sweep => sweep.Curves.Keys).Distinct().Select(name =>
        {
            var having = sweeps.Zip(names).Where(each => each.First.Curves.ContainsKey(name)).ToList();
            var (chart, why) = having is [var only]
                ? (null, $"only {only.First.Id} has it")
                : ChartOverlay.Of([.. having.Select(each => new NamedChart(each.Second, each.First.Curves[name].Chart))]);
            return new CurveComparison(name, [.. sweeps.Select(sweep => sweep.Curves.GetValueOrDefault(name)?.Findings)], why) { Chart = chart };
        })];
    }

    // Short names for legends: the ids' digits where all have one name, both where some have.
    private static string[] Names(SweepId[] ids)
    {
        bool isOne = ids.All(id => id.Name == ids[0].Name);
        return [.. ids.Select(id => isOne ? Hex(id) : ids.Count(other => other.Name == id.Name) > 1 ? $"{id.Name}@{Hex(id)}" : id.Name)];

        static string Hex(SweepId id) => id.Value[^8..];
    }
}
