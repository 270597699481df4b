namespace LayerDyn.Sweeps.Charts;

/// <summary>One map of a chart.</summary>
/// <param name="Title">Title of the panel; empty for none.</param>
/// <param name="Values">Row-major, y slowest, first row at the bottom; NaN where there is no value.</param>
/// <param name="Diverged">Which cells have only diverged points: drawn hatched. Same order.</param>
public sealed record HeatmapPanel(string Title, IReadOnlyList<double> Values, IReadOnlyList<bool> Diverged);
