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
    /// <summary>
    /// Writes the results (in ascending order of index) and returns the segment's name. The results object is written last: where
    /// it exists, the segment is whole.
    /// </summary>
    /// <exception cref="StoreException">The store failed; nothing half-written is visible.</exception>
    public async Task<string> WriteAsync(SweepPlan plan, IReadOnlyList<PointResult> results, CancellationToken cancellationToken)
    {
        var paths = new SweepPaths(plan.Id);
        string segment = SweepPaths.SegmentName(results[0].Index, results.Select(result => plan.PointId(result.Index)));
        await store.TryCreateAsync(paths.Records(segment), SegmentCodec.WriteRecords(plan, results), cancellationToken);
        await store.TryCreateAsync(paths.Results(segment), SegmentCodec.WriteResults(plan, results), cancellationToken);
        return segment;
    }
}
