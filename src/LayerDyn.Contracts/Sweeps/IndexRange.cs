namespace LayerDyn.Contracts.Sweeps;

/// <summary>Consecutive points of a sweep.</summary>
/// <param name="First">Index of the first.</param>
/// <param name="End">Index after the last.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.index-range")]
public readonly record struct IndexRange([property: Id(0)] long First, [property: Id(1)] long End)
{
    /// <summary>Number of points.</summary>
    public long Count => End - First;
}
