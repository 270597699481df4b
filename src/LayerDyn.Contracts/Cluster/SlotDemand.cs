using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Contracts.Cluster;

/// <summary>Slots that a shard could fill.</summary>
/// <param name="Shard">The shard's key; the sweep's id comes before the slash.</param>
/// <param name="Priority">The sweep's priority.</param>
/// <param name="Slots">How many it could fill; 0 gives all back.</param>
/// <param name="Device">Kind of device that its points need.</param>
/// <param name="MinMemory">Bytes of memory that a slot must have; 0 for any.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-demand")]
public sealed record SlotDemand(
    [property: Id(0)] string Shard,
    [property: Id(1)] SweepPriority Priority,
    [property: Id(2)] int Slots,
    [property: Id(3)] string Device = "any",
    [property: Id(4)] long MinMemory = 0);
