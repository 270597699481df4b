using System.Globalization;
using System.Text.Json;
using LayerDyn.Api.Points;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Silo.Services;

/// <summary>One point with everything that is known of it.</summary>
internal sealed class PointViews(IArtifactStore store, PointTables tables, RecordReader records, RunningPoints running)
{
    /// <summary>The point.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public async Task<PointView> OfAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        var plan = table.Plan;
        Check(plan, index);
        var row = table.Show(index);
        string text = plan.PointText(index);
        var id = PointId.Of(text);
        using var experiment = JsonDocument.Parse(text);
        var segment = committed.SegmentOf(index);
        var last = segment is null ? committed.LastRecordsOf(index) : null;
        var run = row.State == PointStates.Due ? (await running.OfAsync(sweep, cancellation)).FirstOrDefault(pack => pack.Contains(index))?.Run : null;
        return new PointView
        {
            Index = index,
            Id = id.ToString(),
            State = run is null ? row.State : PointStates.Running,
            Axes = row.Axes,
            Seed = row.Seed,
            Experiment = experiment.RootElement.Clone(),
            Steps = experiment.RootElement.GetProperty("steps").GetInt64(),
            LastStep = last?.Steps[^1] ?? row.LastStep,
            DivergedAt = row.DivergedAt,
            Final = last is null ? row.Final : last.Columns.Select((column, i) => (column, Value: last[last.Rows - 1, i])).ToDictionary(pair => pair.column, pair => pair.Value),
            Silo = committed.OriginOf(index)?.Silo ?? run?.Silo,
            Run = run,
            Attempts = AttemptViews.Of(committed, row, run),
            Failure = committed.FailureOf(index)?.Message,
            Checkpoints = await CheckpointsAsync(sweep, id, cancellation),
            Segment = segment?.Name,
        };
    }

    /// <summary>What was measured of a point; of one that was given up, what was measured last.</summary>
    /// <exception cref="ProblemException">There is no such point, or nothing of it is known yet.</exception>
    public async Task<MeasurementTable> RecordsAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        return await RecordsAsync(table, committed, index, cancellation);
    }

    /// <summary>The same as rows of the records table.</summary>
    /// <exception cref="ProblemException">There is no such point, or nothing of it is known yet.</exception>
    public async Task<RecordRows> RecordRowsAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        var found = await RecordsAsync(table, committed, index, cancellation);
        return RecordRows.Of(table.Plan, index, table.StateOf(index), found);
    }

    /// <summary>Refuses a point that a sweep does not have.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public static void Check(SweepPlan plan, long index)
    {
        if (index < 0 || index >= plan.PointCount) throw ProblemException.NotFound($"{plan.Id} has points 0 to {plan.PointCount - 1}");
    }

    private async Task<MeasurementTable> RecordsAsync(PointTable table, CommittedState committed, long index, CancellationToken cancellation)
    {
        var sweep = table.Plan.Id;
        Check(table.Plan, index);
        if (committed.SegmentOf(index) is { } segment) return (await records.ReadAsync(sweep, segment, cancellation)).First(result => result.Index == index).Records;
        return committed.LastRecordsOf(index) ?? throw ProblemException.NotFound($"point {index} of {sweep} has no records yet: its state is {table.StateOf(index)}");
    }

    private async Task<List<CheckpointView>> CheckpointsAsync(SweepId sweep, PointId point, CancellationToken cancellation)
    {
        var found = new List<CheckpointView>();
        await foreach (var entry in store.ListAsync(new SweepPaths(sweep).CheckpointsOf(point), cancellation))
            if (long.TryParse(Path.GetFileNameWithoutExtension(entry.Path.Name), NumberStyles.None, CultureInfo.InvariantCulture, out long step))
                found.Add(new CheckpointView(step, entry.Size, entry.Written));
        return found;
    }
}
