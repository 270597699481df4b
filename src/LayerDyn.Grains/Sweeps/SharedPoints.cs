using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Curves;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// Points of a new sweep that another sweep of the store has results of: a point's identity is the hash of its configuration, so an
/// extended sweep, or another that crosses it, computes only what is new. Results are copied, so that a sweep's folder stays whole
/// by itself.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="plans">Sweep plans of this silo.</param>
/// <param name="reader">Reads segments.</param>
/// <param name="writer">Writes segments.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class SharedPoints(IArtifactStore store, PlanCache plans, RecordReader reader, RecordWriter writer, TimeProvider time, ILogger<SharedPoints> logger)
{
    /// <summary>Lists a sweep in its store, for others to find.</summary>
    public async Task EnlistAsync(SweepPlan plan) =>
        await store.TryCreateAsync(new SweepPaths(plan.Id).IndexMark, System.Text.Encoding.UTF8.GetBytes(SweepFamily.Of(plan)));

    /// <summary>Commits every point of a sweep, or of a new round of it, that another sweep has; returns how many.</summary>
    public async Task<long> AdoptAsync(SweepPlan plan, SweepHead head)
    {
        string family = SweepFamily.Of(plan);
        Dictionary<PointId, long>? wanted = null;
        var ledgers = new Dictionary<int, ShardLedger>();
        long adopted = 0;
        await foreach (var entry in store.ListAsync(SweepPaths.IndexFolder))
        {
            if (!SweepId.TryParse(entry.Path.Name, out var other) || other == plan.Id) continue;
            if (await store.TryReadAsync(entry.Path) is not { } mark
                || !SweepFamily.MayShare(family, System.Text.Encoding.UTF8.GetString(mark.Content.Span))) continue;
            if (await TryReadAsync(plan, other, async () => await new ManifestStore(store, other).TryReadAsync())
                is not { Manifest.Segments.Count: > 0 }) continue;
            if (await TryReadAsync(plan, other, async () => await plans.GetAsync(other)) is not { } siblingPlan) continue;
            if (siblingPlan.Numerics != plan.Numerics) continue; // other bits under the ids of these points
            wanted ??= Identities(plan, head);
            adopted += await AdoptFromAsync(plan, head, siblingPlan, wanted, ledgers);
        }

        foreach (var ledger in ledgers.Values) await ledger.SaveAsync();
        return adopted;
    }

    private static Dictionary<PointId, long> Identities(SweepPlan plan, SweepHead head)
    {
        var ids = new Dictionary<PointId, long>((int)head.Expected);
        foreach (long index in (head.Chosen ?? PointRanges.Of(0, plan.PointCount)).Points) ids.TryAdd(plan.PointId(index), index);
        return ids;
    }

    private async Task<long> AdoptFromAsync(
        SweepPlan plan, SweepHead head, SweepPlan other, Dictionary<PointId, long> wanted, Dictionary<int, ShardLedger> ledgers)
    {
        long adopted = 0;
        var copied = new HashSet<string>();
        // A segment that is damaged is passed over, and all that is left where the other is deleted meanwhile: a third sweep may have its points.
        var damaged = await TryReadAsync(plan, other.Id, async () => (await new CommittedSegments(store, other.Id).ReadAsync(
            sibling => reader.ReadAsync(other.Id, sibling.Manifest.Segments.Where(MayHaveSome), TakeAsync, CancellationToken.None))).Damaged) ?? [];
        foreach (var damage in damaged) NotShared(logger, plan.Id.Value, other.Id.Value, damage.Damage);
        return adopted;

        bool MayHaveSome(SegmentEntry segment) => segment.Points.Points.Any(index => wanted.ContainsKey(other.PointId(index)));

        async Task TakeAsync(SegmentEntry segment, IReadOnlyList<PointResult> results)
        {
            var matches = new Dictionary<long, long>();
            foreach (var result in results)
            {
                var id = other.PointId(result.Index);
                if (!wanted.TryGetValue(id, out long own) || (await LedgerAsync(plan, head, (int)(own / head.ShardSize), ledgers)).Terminal.Contains(own) || !await TryCopyKeptAsync(plan, other.Id, result, own, copied)) continue;
                wanted.Remove(id);
                matches.Add(result.Index, own);
            }

            // Where they were computed does not change by copying them.
            foreach (var origin in results.Where(result => matches.ContainsKey(result.Index)).GroupBy(result => segment.OriginOf(result.Index)))
                foreach (var shard in origin
                    .Select(result => other.WithoutDerived(result) with { Index = matches[result.Index] }).GroupBy(result => (int)(result.Index / head.ShardSize)))
                    adopted += await CommitAsync(plan, head, shard.Key, [.. shard.OrderBy(result => result.Index)], origin.Key, ledgers);
        }
    }

    /// <summary>Copies what is kept of a point; false where some of it is missing or damaged, so that the point has to be computed.</summary>
    private async Task<bool> TryCopyKeptAsync(SweepPlan plan, SweepId other, PointResult result, long own, HashSet<string> copied)
    {
        KeptStore from = new(store, other), to = new(store, plan.Id);
        foreach (var file in result.Kept)
        {
            if (file.Step is null && copied.Contains(file.Sha256)) continue; // data of several points
            var (content, damage) = await from.TryReadAsync(result.Index, file);
            if (content is not { } bytes)
            {
                NotShared(logger, plan.Id.Value, other.Value, damage!);
                return false;
            }

            await to.WriteAsync(own, file, bytes);
            if (file.Step is null) copied.Add(file.Sha256);
        }

        return true;
    }

    private async Task<ShardLedger> LedgerAsync(SweepPlan plan, SweepHead head, int shard, Dictionary<int, ShardLedger> ledgers)
    {
        if (ledgers.TryGetValue(shard, out var known)) return known;
        var (first, end) = head.Shard(shard);
        return ledgers[shard] = await ShardLedger.OpenAsync(store, plan.Id, shard, PointRanges.Of(first, end), time);
    }

    private async Task<long> CommitAsync(
        SweepPlan plan, SweepHead head, int shard, IReadOnlyList<PointResult> results, SegmentOrigin from, Dictionary<int, ShardLedger> ledgers)
    {
        var ledger = await LedgerAsync(plan, head, shard, ledgers);
        var pending = results.Where(result => !ledger.Terminal.Contains(result.Index)).Select(plan.WithDerived).ToList();
        if (pending.Count == 0) return 0;
        var segment = RecordWriter.Encode(plan, pending);
        await writer.WriteAsync(segment, staged: true, CancellationToken.None);
        var diverged = pending.Where(result => result.Status == OutcomeStatus.Diverged).Select(result => result.Index);
        ledger.Commit(new LeaseResult(0, segment.Name, PointRanges.Of(pending.Select(result => result.Index)), PointRanges.Of(diverged), [])
        {
            Silo = from.Silo ?? "",
            Number = from.Attempt,
            Records = SegmentRefs.Digest(SegmentFile.Of(segment.Records)),
            Results = SegmentRefs.Digest(SegmentFile.Of(segment.Results)),
            Kept = segment.Kept,
        });
        return pending.Count;
    }

    /// <summary>Reads something of another sweep; null when that is damaged, which must not keep this one from computing.</summary>
    private async Task<T?> TryReadAsync<T>(SweepPlan plan, SweepId other, Func<Task<T?>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (error is StoreException or SpecException)
        {
            NotShared(logger, plan.Id.Value, other.Value, error.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep} computes points itself that {Other} has but that cannot be read: {Why}")]
    private static partial void NotShared(ILogger logger, string sweep, string other, string why);
}
