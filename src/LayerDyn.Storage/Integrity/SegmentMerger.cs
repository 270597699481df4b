using LayerDyn.Science.Training;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Integrity;

/// <summary>
/// Merges the segments of a shard, one for each batch and often small, into few files for readers. Where one file ends and the next
/// begins depends on the results alone: however a sweep was cut into batches, killed and resumed, it ends with the same bytes.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
public sealed class SegmentMerger(IArtifactStore store, SweepPlan plan)
{
    // Results in memory of one file: some ten thousand points with tens of measurements.
    private const long TargetBytes = 16 << 20;

    private readonly RecordReader _reader = new(store);
    private readonly RecordWriter _writer = new(store);

    /// <summary>
    /// Merges what is committed of a shard. Every file is read and compared with its hash on the way; when one is missing or damaged,
    /// nothing is merged.
    /// </summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="cancellationToken">Ends the work; what is listed stays whole.</param>
    /// <returns>The damaged segments.</returns>
    /// <exception cref="StoreException">The store failed, or the shard's manifest is damaged.</exception>
    public async Task<IReadOnlyList<SegmentDamage>> MergeAsync(int shard, CancellationToken cancellationToken = default)
    {
        var manifests = new ShardManifestStore(store, plan.Id, shard);
        while (await manifests.TryReadAsync(cancellationToken) is { } current)
        {
            var segments = current.Manifest.Segments;
            if (!segments.Any(segment => segment.Staged)) return await CheckAsync(segments, cancellationToken);
            var damaged = new List<SegmentDamage>();
            var merged = new List<SegmentEntry>();
            await foreach (var group in GroupsAsync(segments, damaged, cancellationToken))
            {
                var encoded = RecordWriter.Encode(plan, [.. group.Select(point => point.Result)]);
                await _writer.WriteAsync(encoded, staged: false, cancellationToken);
                merged.Add(Entry(encoded, group));
            }

            // Where somebody wrote in between, as another process that merged the same shard and deleted what it had merged, all is read again.
            if (damaged.Count == 0 && await manifests.TryTakeOverAsync(current, current.Manifest.WithSegments(merged), cancellationToken) is not null) return [];
            if (damaged.Count > 0 && (await manifests.TryReadAsync(cancellationToken))?.ETag == current.ETag) return damaged;
        }

        return [];
    }

    private async Task<IReadOnlyList<SegmentDamage>> CheckAsync(IReadOnlyList<SegmentEntry> segments, CancellationToken cancellationToken)
    {
        var damaged = new List<SegmentDamage>();
        foreach (var segment in segments)
            if (await _reader.CheckAsync(plan.Id, segment, cancellationToken) is { } damage) damaged.Add(new SegmentDamage(segment, damage));
        return damaged;
    }

    /// <summary>The points in order of their indices, cut into groups of about the target size. Segments may lie across each other.</summary>
    private async IAsyncEnumerable<List<Point>> GroupsAsync(
        IReadOnlyList<SegmentEntry> segments, List<SegmentDamage> damaged,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var group = new List<Point>();
        long bytes = 0;
        await foreach (var (result, segment) in OrderedPoints.ReadAsync(segments, LoadAsync, cancellationToken))
        {
            if (Add(new Point(result, segment)) is { } full) yield return full;
        }

        if (group.Count > 0) yield return group;

        async Task<IReadOnlyList<PointResult>> LoadAsync(SegmentEntry segment)
        {
            var (results, damage) = await _reader.TryReadAsync(plan.Id, segment, cancellationToken);
            if (results is null) damaged.Add(new SegmentDamage(segment, damage!));
            return results ?? [];
        }

        List<Point>? Add(Point point)
        {
            group.Add(point);
            bytes += point.Result.Bytes;
            if (bytes < TargetBytes) return null;
            var full = group;
            (group, bytes) = ([], 0);
            return full;
        }
    }

    private static SegmentEntry Entry(EncodedSegment encoded, List<Point> group)
    {
        int diverged = group.Count(point => point.Result.Status == OutcomeStatus.Diverged);
        var origins = group
            .Select(point => (point.Result.Index, Origin: point.Segment.OriginOf(point.Result.Index)))
            .GroupBy(point => (point.Origin.Silo, point.Origin.Attempt), point => point.Index)
            .Select(origin => new SegmentOrigin(PointRanges.Of(origin), origin.Key.Silo, origin.Key.Attempt));
        return encoded.Entry(PointRanges.Of(group.Select(point => point.Result.Index)), group.Count - diverged, diverged) with { Origins = [.. origins] };
    }

    private readonly record struct Point(PointResult Result, SegmentEntry Segment);
}
