using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The axes that a curve neither tells apart nor filters to one value: its values are over these too, and not over seeds alone.
/// </summary>
internal sealed class PooledAxes
{
    private readonly ISweepGrid _grid;
    private readonly (string Name, int Count)[] _axes;
    private readonly string[] _sampled;

    /// <param name="grid">The sweep.</param>
    /// <param name="filter">Its points that are drawn.</param>
    /// <param name="resolved">Axes that the curve tells apart; names of anything else, and null, are passed over.</param>
    public PooledAxes(ISweepGrid grid, PointFilter filter, IEnumerable<string?> resolved)
    {
        _grid = grid;
        var names = resolved.ToHashSet();
        int[] told = [.. Enumerable.Range(0, grid.Axes.Count).Where(axis => names.Contains(grid.Axes[axis].Name))];
        (Axis Axis, int Count)[] pooled = [.. Enumerable.Range(0, grid.Axes.Count).Where(axis => !told.Any(other => grid.Determines(other, axis)))
            .Select(axis => (grid.Axes[axis], Count: filter.Positions(axis).Length)).Where(axis => axis.Count > 1)];
        _axes = [.. pooled.Where(found => !found.Axis.IsSampled).Select(found => (found.Axis.Name, found.Count))];
        // Their values come together: it is the samples that a value is over.
        _sampled = [.. pooled.Where(found => found.Axis.IsSampled).Select(found => found.Axis.Name)];
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => _axes.Length + _sampled.Length > 0;

    /// <summary>Whether there are several seeds.</summary>
    public bool HasSeeds => _grid.Seeds > 1;

    /// <summary>Their names: <c>lr and wd</c>.</summary>
    public string Names => string.Join(" and ", [.. _axes.Select(axis => axis.Name), .. _sampled.Length > 0 ? new[] { "samples" } : []]);

    /// <summary>What a value is over: <c>lr (3 values) and 2 seeds</c>.</summary>
    public string Over => string.Join(" and ", [.. _axes.Select(axis => $"{axis.Name} ({axis.Count} values)"),
        .. _sampled.Length > 0 ? new[] { $"samples of {string.Join(", ", _sampled)}" } : [], .. HasSeeds ? new[] { Shown.Count(_grid.Seeds, "seed") } : []]);

    /// <summary>A legend's text with what its line is over, where that is more than seeds: <c>S = 3, mean over wd</c>.</summary>
    public string Label(string label, string statistic) => !Any ? label
        : label.Length == 0 ? $"{statistic} over {Names}" : $"{label}, {statistic} over {Names}";

    /// <summary>What is said of it with the findings; null when nothing is pooled.</summary>
    public string? Finding => !Any ? null
        : $"values are over {Over}: 'by' or 'where' tells {(_axes.Length + _sampled.Length == 1 ? "it" : "them")} apart; bands, ± and intervals are over seeds alone, so there are none";
}
