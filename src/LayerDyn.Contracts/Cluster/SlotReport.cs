namespace LayerDyn.Contracts.Cluster;

/// <summary>A device slot of a silo.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
/// <param name="Running">What it trains now; null when it is free.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.slot-report")]
public sealed record SlotReport(
    [property: Id(0)] string Kind,
    [property: Id(1)] int Device,
    [property: Id(2)] long MemoryBytes,
    [property: Id(3)] RunningReport? Running);
