namespace LayerDyn.Contracts.Curves;

/// <summary>Deviation of training from the exact solution.</summary>
/// <param name="Column">The observable's column.</param>
/// <param name="Max">Largest absolute deviation.</param>
/// <param name="Rms">Root mean square deviation.</param>
/// <param name="Count">Number of values compared.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.residual")]
public sealed record ResidualReport(
    [property: Id(0)] string Column,
    [property: Id(1)] double Max,
    [property: Id(2)] double Rms,
    [property: Id(3)] long Count);
