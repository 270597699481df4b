using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Chooses the points of a sweep that is refined, from all that the store has of it.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="reader">Reads segments.</param>
public sealed class RefinedSweep(IArtifactStore store, RecordReader reader)
{
    /// <summary>
    /// A head as it is written first: with the first round chosen, and all that has a result or failed. Shards have such points where an earlier head was
    /// damaged and deleted; the rounds that led to them are chosen again from the same results.
    /// </summary>
    /// <exception cref="StoreException">The store failed, or a shard's manifest is damaged.</exception>
    public async Task<SweepHead> BeginAsync(SweepPlan plan, SweepHead head)
    {
        if (plan.Refine is null) return head;
        head = head with { Chosen = new RefinementRounds(plan).First };
        if (await new SweepHeadStore(store, plan.Id).TryReadAsync() is not null) return head; // the one that is there stays
        var paths = new SweepPaths(plan.Id);
        var there = new HashSet<ArtifactPath>();
        await foreach (var file in store.ListAsync(paths.ShardsFolder)) there.Add(file.Path);
        for (int shard = 0; shard < head.ShardCount; shard++)
            if (there.Contains(paths.Shard(shard)) && await new ShardManifestStore(store, plan.Id, shard).TryReadAsync() is { } stored) head = head.Choose(stored.Manifest.Done());
        return head;
    }

    /// <summary>What is run, as far as the results in the store tell.</summary>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async Task<RefinementChoice> ChooseAsync(SweepPlan plan)
    {
        var values = new Dictionary<long, double>();
        var stored = await new ManifestStore(store, plan.Id).ReadAsync();
        await reader.ReadAsync(plan.Id, stored.Manifest.Segments, (_, results) =>
        {
            foreach (var result in results) values[result.Index] = ValueOf(plan, result);
            return Task.CompletedTask;
        }, CancellationToken.None);
        return new RefinementRounds(plan).Choose(point => values.TryGetValue(point, out double value) ? value : null);
    }

    private static double ValueOf(SweepPlan plan, PointResult result)
    {
        int column = result.Records.Columns.ToList().IndexOf(plan.Refine!.Of);
        return result.Status == OutcomeStatus.Diverged || column < 0 || result.Records.Rows == 0 ? double.NaN : result.Records[result.Records.Rows - 1, column];
    }
}
