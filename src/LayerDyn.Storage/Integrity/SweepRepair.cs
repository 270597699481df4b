using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>Makes the files of a sweep those that its manifests list, and the manifests list nothing that is not there.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class SweepRepair(IArtifactStore store, SweepId sweep)
{
    /// <summary>
    /// Makes the points of damaged segments pending again, and deletes what was kept of them and changed since: a silo that knows it to be there would not
    /// write it again. Owners of their shards are refused from then on, and open them anew.
    /// </summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task DropAsync(SweepHead head, IReadOnlyList<SegmentDamage> damaged, CancellationToken cancellationToken = default)
    {
        foreach (var shard in damaged.GroupBy(damage => (int)(damage.Segment.First / head.ShardSize)))
        {
            var gone = shard.Select(damage => (damage.Segment.Name, damage.Segment.Staged)).ToHashSet();
            var manifests = new ShardManifestStore(store, sweep, shard.Key);
            while (await manifests.TryReadAsync(cancellationToken) is { } current)
            {
                SegmentEntry[] whole = [.. current.Manifest.Segments.Where(segment => !gone.Contains((segment.Name, segment.Staged)))];
                if (whole.Length == current.Manifest.Segments.Count
                    || await manifests.TryTakeOverAsync(current, current.Manifest.WithSegments(whole), cancellationToken) is not null) break;
            }
        }

        foreach (var path in damaged.SelectMany(damage => damage.Changed)) await store.DeleteAsync(path, cancellationToken);
    }

    /// <summary>
    /// Deletes files that no manifest lists. Only once no point is pending: until then a file may be on its way to be listed.
    /// </summary>
    /// <returns>Whether they could be deleted.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<bool> TryCleanAsync(AuditReport audit, CancellationToken cancellationToken = default)
    {
        if (audit.Stored.Manifest.Ledger.Remaining > 0) return false;
        foreach (var path in audit.Unlisted) await store.DeleteAsync(path, cancellationToken);
        return true;
    }

    /// <summary>Begins shards anew whose manifests cannot be read or are missing, and the sweep's own if that cannot be read.</summary>
    /// <returns>What was begun anew.</returns>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<IReadOnlyList<ArtifactPath>> BeginAnewAsync(CancellationToken cancellationToken = default)
    {
        var paths = new SweepPaths(sweep);
        var heads = new SweepHeadStore(store, sweep);
        SweepHead? head;
        try
        {
            head = await heads.TryReadAsync(cancellationToken);
        }
        catch (StoreException damaged) when (damaged.IsDamage)
        {
            await store.DeleteAsync(paths.Manifest, cancellationToken); // the next run of its spec writes it again
            return [paths.Manifest];
        }

        var begun = new List<ArtifactPath>();
        for (int shard = 0; shard < (head?.ShardCount ?? 0); shard++)
            if (await new ShardManifestStore(store, sweep, shard).TryBeginAnewAsync(ManifestStore.Empty(head!, shard), cancellationToken)) begun.Add(paths.Shard(shard));
        if (head is { State: ManifestState.Completed }) await ReopenAsync(heads, begun, cancellationToken);
        return begun;
    }

    /// <summary>A completed sweep with pending points is completed no more: it is paused until it is run or resumed.</summary>
    /// <exception cref="StoreException">The store failed.</exception>
    public Task<SweepHead> PauseAsync(CancellationToken cancellationToken = default) => new SweepHeadStore(store, sweep).UpdateAsync(
        head => head.State == ManifestState.Completed ? head with { State = ManifestState.Paused } : head, cancellationToken);

    private async Task ReopenAsync(SweepHeadStore heads, List<ArtifactPath> begun, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(sweep);
        var there = new HashSet<ArtifactPath>();
        await foreach (var entry in store.ListAsync(paths.ShardsFolder, cancellationToken)) there.Add(entry.Path);
        var head = (await heads.TryReadAsync(cancellationToken))!;
        // Of a sweep that is refined, nothing may be chosen of a shard: it was never opened.
        begun.AddRange(Enumerable.Range(0, head.ShardCount).Where(shard => head.ChosenOf(shard) is null or { Count: > 0 }).Select(paths.Shard).Where(shard => !there.Contains(shard)));
        if (begun.Count > 0) await PauseAsync(cancellationToken);
    }
}
