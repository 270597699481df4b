namespace LayerDyn.Sweeps.Curves;

/// <summary>Deviation of training from the exact solution.</summary>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Rms">Root mean square deviation.</param>
/// <param name="Count">Number of values compared.</param>
public sealed record Residual(double Max, double Rms, long Count);
