using BitFaster.Caching;
using BitFaster.Caching.Lru;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>The point tables of the sweeps that someone looked at last.</summary>
internal sealed class PointTables(IArtifactStore store, PlanCache plans, RecordReader records)
{
    private readonly ICache<SweepId, PointTable> _tables = new ConcurrentLruBuilder<SweepId, PointTable>().WithCapacity(4).WithAtomicGetOrAdd().Build();

    /// <summary>The table of a sweep with everything that is committed.</summary>
    /// <exception cref="ProblemException">The store has no such sweep.</exception>
    public async Task<(PointTable Table, Manifest Committed)> GetAsync(SweepId id, CancellationToken cancellation)
    {
        if (await new ManifestStore(store, id).TryReadAsync(cancellation) is null)
            throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");
        var table = _tables.GetOrAdd(id, (_, plan) => new PointTable(plan, records), await plans.GetAsync(id));
        return (table, await table.RefreshAsync(new CommittedSegments(store, id), cancellation));
    }
}
