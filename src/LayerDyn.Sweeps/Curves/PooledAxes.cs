using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The axes that a curve neither tells apart nor filters to one value: its values are over these too, and not over seeds alone.
/// </summary>
internal sealed class PooledAxes
{
    private readonly ISweepGrid _grid;
    private readonly (string Name, int Count)[] _axes;

    /// <param name="grid">The sweep.</param>
    /// <param name="filter">Its points that are drawn.</param>
    /// <param name="resolved">Axes that the curve tells apart; names of anything else, and null, are passed over.</param>
    public PooledAxes(ISweepGrid grid, PointFilter filter, IEnumerable<string?> resolved)
    {
        _grid = grid;
        var told = resolved.ToHashSet();
        var dimensions = Enumerable.Range(0, grid.Axes.Count).Where(axis => told.Contains(grid.Axes[axis].Name)).Select(grid.DimensionOf).ToHashSet();
        _axes = [.. Enumerable.Range(0, grid.Axes.Count).Where(axis => !dimensions.Contains(grid.DimensionOf(axis)))
            .Select(axis => (grid.Axes[axis].Name, Count: filter.Positions(axis).Length)).Where(axis => axis.Count > 1)];
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => _axes.Length > 0;

    /// <summary>Whether there are several seeds.</summary>
    public bool HasSeeds => _grid.Seeds > 1;

    /// <summary>Their names: <c>lr and wd</c>.</summary>
    public string Names => string.Join(" and ", _axes.Select(axis => axis.Name));

    /// <summary>What a value is over: <c>lr (3 values) and 2 seeds</c>.</summary>
    public string Over => string.Join(" and ", [.. _axes.Select(axis => $"{axis.Name} ({axis.Count} values)"), .. HasSeeds ? new[] { Shown.Count(_grid.Seeds, "seed") } : []]);

    /// <summary>A legend's text with what its line is over, where that is more than seeds: <c>S = 3, mean over wd</c>.</summary>
    public string Label(string label, string statistic) => !Any ? label
        : label.Length == 0 ? $"{statistic} over {Names}" : $"{label}, {statistic} over {Names}";

    /// <summary>What is said of it with the findings; null when nothing is pooled.</summary>
    public string? Finding => !Any ? null
        : $"values are over {Over}: 'by' or 'where' tells {(_axes.Length == 1 ? "it" : "them")} apart; bands, ± and intervals are over seeds alone, so there are none";
}
