namespace LayerDyn.Contracts.Sweeps;

/// <summary>What a sweep tells a shard when it opens it.</summary>
/// <param name="Points">The shard's points: from the first to before the end.</param>
/// <param name="PackSize">Points a pack.</param>
/// <param name="Priority">The sweep's priority.</param>
/// <param name="Slots">The shard fills at most so many slots at once; 0 for as many as it gets.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.shard-order")]
public sealed record ShardOrder(
    [property: Id(0)] IndexRange Points,
    [property: Id(1)] int PackSize,
    [property: Id(2)] SweepPriority Priority,
    [property: Id(3)] int Slots = 0);
