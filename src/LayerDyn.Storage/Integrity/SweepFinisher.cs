using System.Collections.Concurrent;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>
/// The last step before a sweep is completed: everything that is listed is read and compared with its hash, merged into few files, and
/// what nobody lists is deleted. Any number of processes may do this at once to one sweep.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
public sealed class SweepFinisher(IArtifactStore store, SweepPlan plan)
{
    private const int ShardsAtOnce = 4;

    /// <summary>Does it.</summary>
    /// <param name="head">What was fixed of the sweep.</param>
    /// <param name="cancellationToken">Ends the work; it can be done again.</param>
    /// <returns>The segments that were missing or damaged: their points are pending again. Empty when the files are those of a completed sweep.</returns>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public async Task<IReadOnlyList<SegmentDamage>> FinishAsync(SweepHead head, CancellationToken cancellationToken = default)
    {
        var found = new ConcurrentBag<SegmentDamage>();
        var merger = new SegmentMerger(store, plan);
        await Parallel.ForAsync(
            0, head.ShardCount, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ShardsAtOnce, Environment.ProcessorCount), CancellationToken = cancellationToken },
            async (shard, cancellation) =>
            {
                foreach (var damage in await merger.MergeAsync(shard, cancellation)) found.Add(damage);
            });
        var repair = new SweepRepair(store, plan.Id);
        IReadOnlyList<SegmentDamage> damaged = [.. found.OrderBy(damage => damage.Segment.Name, StringComparer.Ordinal)];
        if (damaged.Count == 0)
        {
            var audit = await new SweepAudit(store, plan.Id).RunAsync(deep: false, cancellationToken);
            damaged = audit.Damaged;
            if (damaged.Count == 0) await repair.TryCleanAsync(audit, cancellationToken);
        }

        await repair.DropAsync(head, damaged, cancellationToken);
        return damaged;
    }
}
