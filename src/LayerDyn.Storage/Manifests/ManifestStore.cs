using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>Reads what is committed of a whole sweep: its head, and the manifests of its shards added up.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class ManifestStore(IArtifactStore store, SweepId sweep)
{
    private const int AtOnce = 16;

    /// <summary>Reads it; null when the sweep is not in the store.</summary>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async Task<StoredSweep?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        if (await new SweepHeadStore(store, sweep).TryReadAsync(cancellationToken) is not { } head) return null;
        var shards = new Manifest?[head.ShardCount];
        await Parallel.ForAsync(0, shards.Length, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (shard, cancellation) => shards[shard] = (await new ShardManifestStore(store, sweep, shard).TryReadAsync(cancellation))?.Manifest);
        return new StoredSweep(head, [.. shards.Select((manifest, shard) => manifest ?? Empty(head, shard))]);
    }

    /// <summary>The manifest of a shard of which nothing is committed.</summary>
    public static Manifest Empty(SweepHead head, int shard)
    {
        var (first, end) = head.Shard(shard);
        return Manifest.Empty(head.SweepId, first, end);
    }
}
