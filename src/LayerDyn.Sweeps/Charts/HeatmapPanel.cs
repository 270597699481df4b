namespace LayerDyn.Sweeps.Charts;

/// <summary>One map of a chart.</summary>
/// <param name="Title">Title of the panel; empty for none.</param>
/// <param name="Values">Row-major, y slowest, first row at the bottom; NaN where there is no value.</param>
/// <param name="Diverged">Which cells have only diverged points: drawn crossed out. Same order.</param>
public sealed record HeatmapPanel(string Title, IReadOnlyList<double> Values, IReadOnlyList<bool> Diverged)
{
    /// <summary>
    /// How many points of each cell diverged: where some did and others gave the cell its value, it is struck through once. Same
    /// order; empty when the panel does not show trainings or shows the share itself.
    /// </summary>
    public IReadOnlyList<long> DivergedCounts { get; init; } = [];

    /// <summary>Whether a cell has neither a value nor diverged points alone.</summary>
    internal bool HasMissing => Values.Where((value, cell) => !double.IsFinite(value) && !(cell < Diverged.Count && Diverged[cell])).Any();

    /// <summary>Whether some points of a cell diverged and others gave it a value.</summary>
    internal bool IsPartlyDiverged(int cell) => cell < DivergedCounts.Count && DivergedCounts[cell] > 0 && !Diverged[cell];
}
