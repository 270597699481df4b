using System.Security.Cryptography;
using System.Text;
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
    public async Task<string> WriteAsync(
        SweepPlan plan, string pack, IReadOnlyList<PointResult> results, CancellationToken cancellationToken)
    {
        string segment = $"{pack}-{HashOf(results)}";
        await store.TryCreateAsync(SweepPaths.Records(plan.Id, segment), SegmentCodec.WriteRecords(plan, results), cancellationToken);
        await store.TryCreateAsync(SweepPaths.Results(plan.Id, segment), SegmentCodec.WriteResults(plan, results), cancellationToken);
        return segment;
    }

    private static string HashOf(IReadOnlyList<PointResult> results)
    {
        string ranges = PointSet.Of(results.Select(result => result.Index)).ToString();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ranges)).AsSpan(0, 4));
    }
}
