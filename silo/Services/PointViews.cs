using System.Globalization;
using System.Text.Json;
using LayerDyn.Api.Points;
using LayerDyn.Storage;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

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
            LastStep = row.LastStep,
            Final = row.Final,
            Silo = segment?.Silo ?? run?.Silo,
            Run = run,
            Attempts = AttemptViews.Of(committed, row, run),
            Failure = committed.Failures.FirstOrDefault(failure => failure.Index == index)?.Message,
            Checkpoints = await CheckpointsAsync(sweep, id, cancellation),
            Segment = segment?.Name,
        };
    }

    /// <summary>What was measured of a point.</summary>
    /// <exception cref="ProblemException">There is no such point, or it has no result yet.</exception>
    public async Task<PointResult> RecordsAsync(SweepId sweep, long index, CancellationToken cancellation)
    {
        var (table, committed) = await tables.GetAsync(sweep, cancellation);
        Check(table.Plan, index);
        string segment = committed.SegmentOf(index)?.Name
            ?? throw ProblemException.NotFound($"point {index} of {sweep} has no records yet: its state is {table.StateOf(index)}");
        return (await records.ReadAsync(sweep, segment, cancellation)).First(result => result.Index == index);
    }

    /// <summary>Refuses a point that a sweep does not have.</summary>
    /// <exception cref="ProblemException">There is no such point.</exception>
    public static void Check(SweepPlan plan, long index)
    {
        if (index < 0 || index >= plan.PointCount) throw ProblemException.NotFound($"{plan.Id} has points 0 to {plan.PointCount - 1}");
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
