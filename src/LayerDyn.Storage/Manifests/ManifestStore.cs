using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>Reads what is committed of a whole sweep: its head, and the manifests of its shards added up.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="points">How many points its resolved spec has; null where that is not at hand.</param>
public sealed class ManifestStore(IArtifactStore store, SweepId sweep, long? points = null)
{
    private const int AtOnce = 16;

    /// <summary>Reads it; null when the sweep is not in the store.</summary>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async Task<StoredSweep?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        if (await new SweepHeadStore(store, sweep).TryReadAsync(cancellationToken) is not { } head) return null;
        if (points is { } count && head.PointCount != count)
            throw new StoreException(
                $"{new SweepPaths(sweep).Manifest} in {store.Description}", $"it says {head.PointCount} points, the resolved spec has {count}",
                "restore both from a copy, or run the sweep's spec into another folder");
        var shards = new Manifest?[head.ShardCount];
        if (shards.Length == 1) shards[0] = await ReadShardAsync(0, cancellationToken); // most sweeps: a list of them need not wait for what reads many at once
        else await Parallel.ForAsync(0, shards.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (shard, cancellation) => shards[shard] = await ReadShardAsync(shard, cancellation));
        // A shard that was never opened has no manifest; a completed sweep has those of all its points.
        int missing = head.State == ManifestState.Completed ? Array.FindIndex([.. Enumerable.Range(0, shards.Length)], shard => shards[shard] is null && head.ChosenOf(shard) is null or { Count: > 0 }) : -1;
        if (missing >= 0)
            throw new StoreException(
                $"{new SweepPaths(sweep).Shard(missing)} in {store.Description}", "it is missing, although the sweep was completed",
                $"restore it from a copy, or let 'layerdyn verify {sweep} --repair' have its points computed again");
        return new StoredSweep(head, [.. shards.Select((manifest, shard) => manifest is null ? Empty(head, shard) : manifest with { Chosen = head.ChosenOf(shard) })]);
    }

    private async Task<Manifest?> ReadShardAsync(int shard, CancellationToken cancellationToken) =>
        (await new ShardManifestStore(store, sweep, shard).TryReadAsync(cancellationToken))?.Manifest;

    /// <summary>Reads it.</summary>
    /// <exception cref="StoreException">The store failed, the sweep is not in it, or a manifest is damaged.</exception>
    public async Task<StoredSweep> ReadAsync(CancellationToken cancellationToken = default) => await TryReadAsync(cancellationToken)
        ?? throw new StoreException($"{new SweepPaths(sweep).Manifest} in {store.Description}", "it is missing", "restore it from a copy, or run the sweep's spec again");

    /// <summary>The manifest of a shard of which nothing is committed.</summary>
    public static Manifest Empty(SweepHead head, int shard)
    {
        var (first, end) = head.Shard(shard);
        return Manifest.Empty(head.SweepId, first, end) with { Chosen = head.ChosenOf(shard) };
    }
}
