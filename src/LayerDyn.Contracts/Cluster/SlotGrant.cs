namespace LayerDyn.Contracts.Cluster;

/// <summary>Slots of a silo that a shard may keep filled.</summary>
/// <param name="Silo">The silo's address.</param>
/// <param name="Slots">How many of its slots.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-grant")]
public readonly record struct SlotGrant([property: Id(0)] SiloAddress Silo, [property: Id(1)] int Slots);
