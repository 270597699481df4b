namespace LayerDyn.Storage.Manifests;

/// <summary>A sweep as the store knows it.</summary>
/// <param name="Head">What was fixed and decided.</param>
/// <param name="Shards">What is committed of each shard.</param>
public sealed record StoredSweep(SweepHead Head, IReadOnlyList<Manifest> Shards)
{
    /// <summary>What is committed of the whole sweep.</summary>
    public Manifest Manifest { get; } = Shards is [var one] ? one : new Manifest
    {
        SweepId = Head.SweepId,
        PointCount = Head.PointCount,
        Chosen = Head.Chosen,
        Segments = [.. Shards.SelectMany(shard => shard.Segments)],
        Failures = [.. Shards.SelectMany(shard => shard.Failures)],
        Lost = Shards.Sum(shard => shard.Lost),
        Attempts = [.. Shards.SelectMany(shard => shard.Attempts)],
    };
}
