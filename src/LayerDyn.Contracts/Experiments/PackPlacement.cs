namespace LayerDyn.Contracts.Experiments;

/// <summary>Where a pack is.</summary>
/// <param name="Silo">The silo that the grain is on.</param>
/// <param name="Accepted">False when that silo is leaving: the pack must go elsewhere.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.pack-placement")]
public readonly record struct PackPlacement([property: Id(0)] SiloAddress Silo, [property: Id(1)] bool Accepted)
{
    /// <summary>It was running there already, and goes on under the new attempt.</summary>
    [Id(2)] public bool IsUnderWay { get; init; }
}
