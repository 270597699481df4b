using LayerDyn.Grains.Planning;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Silo.Services;

/// <summary>The point tables of the sweeps that someone looked at last.</summary>
internal sealed class PointTables(IArtifactStore store, PlanCache plans, RecordReader records)
{
    private const int Kept = 4;

    private readonly List<(SweepId Id, PointTable Table)> _tables = [];

    /// <summary>The table of a sweep with everything that is committed.</summary>
    /// <exception cref="ProblemException">The store has no such sweep.</exception>
    public async Task<(PointTable Table, CommittedState Committed)> GetAsync(SweepId id, CancellationToken cancellation)
    {
        if (await CommittedState.TryReadAsync(store, id, cancellation) is null) throw ProblemException.NotFound($"there is no sweep {id}: see GET /api/v1/sweeps");
        var table = Take(id, await plans.GetAsync(id));
        return (table, await table.RefreshAsync(new CommittedSegments(store, id), cancellation));
    }

    private PointTable Take(SweepId id, SweepPlan plan)
    {
        lock (_tables)
        {
            int at = _tables.FindIndex(entry => entry.Id == id);
            var table = at >= 0 ? _tables[at].Table : new PointTable(plan, records);
            if (at >= 0) _tables.RemoveAt(at);
            _tables.Insert(0, (id, table));
            if (_tables.Count > Kept) _tables.RemoveAt(Kept);
            return table;
        }
    }
}
