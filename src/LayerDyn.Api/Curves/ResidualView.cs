namespace LayerDyn.Api.Curves;

/// <summary>Deviation of training from the exact solution.</summary>
/// <param name="Column">The observable's column.</param>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Rms">Root mean square deviation.</param>
/// <param name="Count">Number of values compared.</param>
public sealed record ResidualView(string Column, double Max, double Rms, long Count);
