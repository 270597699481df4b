using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>
/// Where records are written: the results of a batch become one segment, two Parquet objects created if absent. The segment's name
/// says which points it holds, and a point's results are a function of its identity, so writing the same segment twice, from
/// anywhere, changes nothing.
/// </summary>
/// <param name="store">The artifact store.</param>
public sealed class RecordWriter(IArtifactStore store)
{
    /// <summary>The results (in ascending order of index) as a segment that is not yet in the store.</summary>
    public static EncodedSegment Encode(SweepPlan plan, IReadOnlyList<PointResult> results)
    {
        PointRow[] points = PointRow.Of(plan, results);
        return new(
            plan.Id,
            SweepPaths.SegmentName(results[0].Index, points.Select(point => point.Id)),
            SegmentCodec.WriteRecords(plan.Tables, points, results),
            SegmentCodec.WriteResults(plan.Tables, points, results))
        { Kept = results.Sum(result => (long)result.Kept.Count) };
    }

    /// <summary>Writes a segment. The results object is written last: where it exists, the segment is whole.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="staged">Whether it is one that a lane has just computed, or else one that readers of a completed sweep find.</param>
    /// <param name="cancellationToken">Ends the write.</param>
    /// <exception cref="StoreException">The store failed; nothing half-written is visible.</exception>
    public async Task WriteAsync(EncodedSegment segment, bool staged, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(segment.SweepId);
        await store.WriteOnceAsync(paths.Records(segment.Name, staged), segment.Records, cancellationToken);
        await store.WriteOnceAsync(paths.Results(segment.Name, staged), segment.Results, cancellationToken);
    }
}
