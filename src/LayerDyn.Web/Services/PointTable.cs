using LayerDyn.Api.Points;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Web.Services;

/// <summary>
/// The results table of a sweep in memory, so that a table of 10,000 points can be sorted and filtered without reading
/// the store again. Segments never change, so each is read once. Thread-safe.
/// </summary>
internal sealed class PointTable(SweepPlan plan, RecordReader records)
{
    private readonly Dictionary<long, PointSummary> _rows = [];
    private readonly HashSet<long> _failures = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The sweep.</summary>
    public SweepPlan Plan => plan;

    /// <summary>Reads what was committed since, and returns what is.</summary>
    /// <exception cref="StoreException">The store failed, or a segment is missing or damaged.</exception>
    public async Task<Manifest> RefreshAsync(CommittedSegments segments, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            var (stored, damaged) = await segments.ReadAsync(stored => ReadAsync(stored.Manifest.Segments, cancellation), cancellation);
            if (damaged is [var first, ..]) await records.ReadAsync(plan.Id, first.Segment, cancellation); // says what is wrong, and what to do
            var committed = stored.Manifest;

            lock (_rows)
            {
                _failures.Clear();
                foreach (var failure in committed.Failures) _failures.Add(failure.Index);
            }

            return committed;
        }
        finally
        {
            _one.Release();
        }
    }

    private Task<IReadOnlyList<SegmentDamage>> ReadAsync(IReadOnlyList<SegmentEntry> segments, CancellationToken cancellation) =>
        records.ReadAsync(plan.Id, segments.Where(segment => !_read.Contains(segment.Name)), TakeAsync, cancellation);

    private Task TakeAsync(SegmentEntry segment, IReadOnlyList<PointResult> results)
    {
        lock (_rows)
            foreach (var result in results) _rows[result.Index] = PointSummary.Of(result);
        _read.Add(segment.Name);
        return Task.CompletedTask;
    }

    /// <summary>The state of a point.</summary>
    /// <param name="index">The point.</param>
    /// <param name="running">The points in slots; null where nobody asked.</param>
    public string StateOf(long index, PointSet? running = null)
    {
        lock (_rows)
        {
            return _rows.TryGetValue(index, out var row) ? row.Status
                : _failures.Contains(index) ? PointStates.Failed
                : running is not null && running.Contains(index) ? PointStates.Running
                : PointStates.Pending;
        }
    }

    /// <summary>The final measurement of a column; NaN when there is none, as for a point that diverged.</summary>
    public double Value(long index, string column)
    {
        lock (_rows) return _rows.TryGetValue(index, out var row) ? row.Value(column) ?? double.NaN : double.NaN;
    }

    /// <summary>The row of a point in the results table; of a point without a result, its state alone.</summary>
    public PointSummary Summary(long index, PointSet? running = null)
    {
        lock (_rows)
            if (_rows.TryGetValue(index, out var row)) return row;
        return new PointSummary(index, StateOf(index, running), null, null, 0, [], []);
    }

    /// <summary>A point as a row of a page.</summary>
    public PointRow Show(long index, PointSet? running = null)
    {
        var row = Summary(index, running);
        return new PointRow(index, (row.EarlierId ?? plan.PointId(index)).ToString(), row.Status, plan.Labels(index), plan.SeedOf(index), row.LastStep, row.DivergedAt, row.Rows,
            row.Columns.Zip(row.Final).ToDictionary(pair => pair.First, pair => pair.Second));
    }
}
