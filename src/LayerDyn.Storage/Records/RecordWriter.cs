using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>
/// Where records are written: the results of a pack become one segment, two Parquet objects created if absent. The segment's name
/// says which points it holds, and a point's results are a function of its identity, so writing the same segment twice, from
/// anywhere, changes nothing.
/// </summary>
/// <param name="store">The artifact store.</param>
public sealed class RecordWriter(IArtifactStore store)
{
    /// <summary>The results (in ascending order of index) as a segment that is not yet in the store.</summary>
    public static EncodedSegment Encode(SweepPlan plan, IReadOnlyList<PointResult> results)
    {
        PointRow[] points = [.. results.Select(result => PointRow.Of(plan, result.Index))];
        return new(
            plan.Id,
            SweepPaths.SegmentName(results[0].Index, points.Select(point => point.Id)),
            SegmentCodec.WriteRecords(plan.Tables, points, results),
            SegmentCodec.WriteResults(plan.Tables, points, results));
    }

    /// <summary>Writes a segment. The results object is written last: where it exists, the segment is whole.</summary>
    /// <exception cref="StoreException">The store failed; nothing half-written is visible.</exception>
    public async Task WriteAsync(EncodedSegment segment, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(segment.SweepId);
        await store.TryCreateAsync(paths.Records(segment.Name), segment.Records, cancellationToken);
        await store.TryCreateAsync(paths.Results(segment.Name), segment.Results, cancellationToken);
    }

    /// <summary>Encodes and writes the results (in ascending order of index) and returns the segment's name.</summary>
    /// <exception cref="StoreException">The store failed; nothing half-written is visible.</exception>
    public async Task<string> WriteAsync(SweepPlan plan, IReadOnlyList<PointResult> results, CancellationToken cancellationToken)
    {
        var segment = Encode(plan, results);
        await WriteAsync(segment, cancellationToken);
        return segment.Name;
    }
}
