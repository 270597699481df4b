using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Planning;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Trains a pack and commits its results as one segment. A point that throws is tried alone, up to its budget, so that it takes
/// no other point down; an interrupted pack commits the points that were finished.
/// </summary>
/// <param name="store">Keeps the checkpoints of long points.</param>
/// <param name="plans">Sweep plans of this silo.</param>
/// <param name="records">Writes segments.</param>
/// <param name="options">Attempts and checkpoint policy.</param>
/// <param name="time">Clock of the checkpoint policy.</param>
public sealed class PackRunner(
    IArtifactStore store, PlanCache plans, RecordWriter records, IOptions<LaneOptions> options, TimeProvider time)
{
    /// <summary>Runs the pack on the calling thread.</summary>
    /// <exception cref="Storage.StoreException">The results could not be written.</exception>
    public PackReport Run(PackJob job, TaskDataCache data)
    {
        var assignment = job.Assignment;
        var results = new SortedDictionary<long, PointResult>();
        var failures = new List<PointFailure>();
        var sweep = SweepId.Parse(assignment.SweepId);
        var points = assignment.Points.Select(point => Prepare(sweep, point, alone: assignment.Points.Count == 1)).ToList();
        try
        {
            if (TryTrain(job, sweep, points, data, results) is { } error) TryAlone(job, sweep, points, data, results, failures, error);
        }
        catch (OperationCanceledException) when (job.Interruption.IsCancellationRequested)
        {
            // What is finished is committed below; the rest stays due.
        }

        if (results.Count == 0) return new PackReport(assignment.Pack, assignment.Attempt, "", "", "", failures);
        var plan = plans.GetAsync(sweep).GetAwaiter().GetResult();
        string segment = records.WriteAsync(plan, [.. results.Values], CancellationToken.None).GetAwaiter().GetResult();
        foreach (var point in points.Where(point => point.Saved)) Checkpoints(sweep).DeleteAllAsync(point.Id).GetAwaiter().GetResult();
        return new PackReport(
            assignment.Pack,
            assignment.Attempt,
            segment,
            IndexRanges.Format(results.Keys),
            IndexRanges.Format(results.Values.Where(result => result.Status == OutcomeStatus.Diverged).Select(result => result.Index)),
            failures);
    }

    private CheckpointStore Checkpoints(SweepId sweep) => new(store, sweep, options.Value.CheckpointsKept);

    private RunningPoint Prepare(SweepId sweep, PointMessage message, bool alone)
    {
        var id = PointId.Of(message.Text);
        // Only points that run alone are long enough to have checkpoints.
        var checkpoint = alone ? Checkpoints(sweep).TryLoadNewestAsync(id).GetAwaiter().GetResult() : null;
        return new RunningPoint(message.Index, id, ExperimentText.Read(message.Text), checkpoint, time.GetTimestamp()) { Saved = checkpoint is not null };
    }

    /// <summary>Runs points not yet in <paramref name="results"/> together; the exception that stopped them, if one did.</summary>
    private Exception? TryTrain(
        PackJob job, SweepId sweep, IReadOnlyList<RunningPoint> points, TaskDataCache data, SortedDictionary<long, PointResult> results)
    {
        var due = points.Where(point => !results.ContainsKey(point.Index)).ToDictionary(point => point.Index);
        try
        {
            Trainer.Run([.. due.Values.Select(point => new TrainingPoint(point.Index, point.Experiment, point.ResumeFrom))], new TrainingRun
            {
                Complete = outcome =>
                {
                    job.Advance(due[outcome.Index].StepsLeft());
                    results[outcome.Index] = new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records);
                },
                Progress = (index, step) => job.Advance(due[index].StepsSince(step)),
                WantsCheckpoint = (index, _) => points.Count == 1 && time.GetElapsedTime(due[index].LastSaved) >= options.Value.CheckpointEvery,
                Checkpoint = (index, checkpoint) => Save(sweep, due[index], checkpoint),
                Data = data,
                CancellationToken = job.Interruption,
            });
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error;
        }
    }

    private void TryAlone(
        PackJob job, SweepId sweep, IReadOnlyList<RunningPoint> points, TaskDataCache data, SortedDictionary<long, PointResult> results,
        List<PointFailure> failures, Exception first)
    {
        bool alone = points.Count == 1;
        foreach (var point in points.Where(point => !results.ContainsKey(point.Index)))
        {
            var error = alone ? first : null;
            int attempts = alone ? 1 : 0;
            while (attempts < options.Value.Attempts && !results.ContainsKey(point.Index))
            {
                job.Interruption.ThrowIfCancellationRequested();
                attempts++;
                error = TryTrain(job, sweep, [point], data, results);
            }

            if (error is not null) failures.Add(new PointFailure(point.Index, attempts, error.Message));
        }
    }

    private void Save(SweepId sweep, RunningPoint point, Checkpoint checkpoint)
    {
        Checkpoints(sweep).SaveAsync(point.Id, checkpoint).GetAwaiter().GetResult();
        point.LastSaved = time.GetTimestamp();
        point.Saved = true;
    }

    private sealed record RunningPoint(long Index, PointId Id, Experiment Experiment, Checkpoint? ResumeFrom, long Started)
    {
        private long _steps = ResumeFrom?.Step ?? 0;

        public long LastSaved { get; set; } = Started;

        public bool Saved { get; set; }

        public long StepsSince(long step)
        {
            long advance = Math.Max(0, step - _steps);
            _steps += advance;
            return advance;
        }

        public long StepsLeft() => StepsSince(Experiment.Steps);
    }
}
