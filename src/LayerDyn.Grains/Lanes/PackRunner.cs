using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Trains a pack. A point that throws is tried alone, up to its budget, so that it takes no other point down; an interrupted pack
/// keeps the points that were finished.
/// </summary>
/// <param name="store">Keeps the checkpoints of long points.</param>
/// <param name="plans">Sweep plans of this silo.</param>
/// <param name="uploads">Carries checkpoints to the store.</param>
/// <param name="options">Attempts and checkpoint policy.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="time">Clock of the checkpoint policy.</param>
/// <param name="logger">Log.</param>
public sealed class PackRunner(
    IArtifactStore store, PlanCache plans, UploadQueue uploads, IOptions<LaneOptions> options, LayerDynMetrics metrics, TimeProvider time,
    ILogger<PackRunner> logger)
{
    // Of the points that came through after all; more than these nobody reads.
    private const int MostRetried = 100;

    /// <summary>Runs the pack on the calling thread.</summary>
    /// <exception cref="StoreException">The sweep or a checkpoint could not be read.</exception>
    public TrainedPack Run(PackJob job, DeviceInfo device, TaskDataCache data)
    {
        var sweep = SweepId.Parse(job.Assignment.SweepId);
        var plan = plans.GetAsync(sweep).GetAwaiter().GetResult();
        var indices = IndexRanges.Parse(job.Assignment.Points).ToList();
        long began = time.GetTimestamp();
        logger.Starts(job.Assignment.Number, device.Index > 0 ? $"{device.Kind} {device.Index}" : device.Kind, indices.Count);
        var points = indices.ConvertAll(index => Prepare(plan, index, alone: indices.Count == 1));
        job.Expect(points.Sum(point => point.Experiment.Steps), points.Sum(point => point.ResumeFrom?.Step ?? 0));
        var results = new SortedDictionary<long, PointResult>();
        var failures = new List<PointFailure>();
        var retried = new List<PointFailure>();
        try
        {
            if (TryTrain(job, device, sweep, points, data, results) is { } error) TryAlone(job, device, sweep, points, data, results, failures, retried, error);
            int diverged = results.Values.Count(result => result.Status == OutcomeStatus.Diverged);
            logger.Trained(time.GetElapsedTime(began).TotalSeconds, results.Count - diverged, points.Count, diverged, failures.Count);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            // What is finished is kept; the rest stays due.
            logger.Stopped(job.StepsBefore + job.StepsDone, job.Steps, results.Count, points.Count);
        }

        var report = Empty(job) with { Failures = failures, Retried = retried };
        PointId[] checkpointed = [.. points.Where(point => point.Saved).Select(point => point.Id!.Value)];
        if (results.Count == 0) return new TrainedPack(report, null, [], checkpointed);
        PointResult[] finished = [.. results.Values];
        var segment = RecordWriter.Encode(plan, finished);
        return new TrainedPack(
            report with
            {
                Segment = segment.Name,
                Committed = IndexRanges.Format(results.Keys),
                Diverged = IndexRanges.Format(finished.Where(result => result.Status == OutcomeStatus.Diverged).Select(result => result.Index)),
                Records = SegmentRefs.Digest(SegmentFile.Of(segment.Records)),
                Results = SegmentRefs.Digest(SegmentFile.Of(segment.Results)),
            },
            segment,
            finished,
            checkpointed);
    }

    /// <summary>The report of a pack of which nothing was finished.</summary>
    public static PackReport Empty(PackJob job) => new(job.Assignment.Pack, job.Assignment.Attempt, "", "", "", []);

    /// <summary>What uploads of a point's checkpoints are queued under.</summary>
    public static string CheckpointKey(string sweep, PointId point) => $"{sweep}/{point}";

    /// <summary>The checkpoints of a sweep's points.</summary>
    public CheckpointStore Checkpoints(SweepId sweep) => new(store, sweep, options.Value.CheckpointsKept);

    private RunningPoint Prepare(SweepPlan plan, long index, bool alone)
    {
        // Only points that run alone are long enough to have checkpoints.
        if (!alone) return new RunningPoint(index, null, plan.Experiment(index), null, time.GetTimestamp());
        var id = plan.PointId(index);
        var checkpoint = Checkpoints(plan.Id).TryLoadNewestAsync(id, (path, why) => logger.Damaged(path.Value, why)).GetAwaiter().GetResult();
        if (checkpoint is not null)
        {
            metrics.Lanes.Resumed();
            logger.GoesOn(plan.Id.Value, index, checkpoint.Step);
        }

        return new RunningPoint(index, id, plan.Experiment(index), checkpoint, time.GetTimestamp()) { Saved = checkpoint is not null };
    }

    /// <summary>Runs points not yet in <paramref name="results"/> together; the exception that stopped them, if one did.</summary>
    private Exception? TryTrain(
        PackJob job, DeviceInfo device, SweepId sweep, IReadOnlyList<RunningPoint> points, TaskDataCache data,
        SortedDictionary<long, PointResult> results)
    {
        var due = points.Where(point => !results.ContainsKey(point.Index)).ToDictionary(point => point.Index);
        try
        {
            Trainer.Run([.. due.Values.Select(point => new TrainingPoint(point.Index, point.Experiment, point.ResumeFrom))], new TrainingRun
            {
                Complete = outcome =>
                {
                    Advance(due[outcome.Index].StepsLeft());
                    results[outcome.Index] = new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records);
                    if (due.Count == 1 && outcome.Status == OutcomeStatus.Diverged) logger.Diverged(outcome.Index, outcome.LastStep);
                },
                Begin = (index, records) => due[index].Records = records,
                Progress = (index, step) => Advance(due[index].StepsSince(step)),
                WantsCheckpoint = (index, step) => due[index].Id is not null && IsDue(due[index], step, job.IsInterrupted),
                Checkpoint = (index, checkpoint) =>
                {
                    Save(job, sweep, due[index], checkpoint);
                    if (job.IsInterrupted) job.Cancel();
                },
                Data = data,
                Device = device,
                CancellationToken = job.Cancellation,
            });
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error;
        }

        void Advance(long steps)
        {
            job.Advance(steps);
            metrics.Lanes.Steps(device.Kind, steps);
        }
    }

    private void TryAlone(
        PackJob job, DeviceInfo device, SweepId sweep, IReadOnlyList<RunningPoint> points, TaskDataCache data,
        SortedDictionary<long, PointResult> results, List<PointFailure> failures, List<PointFailure> retried, Exception first)
    {
        bool alone = points.Count == 1;
        if (alone) logger.PointThrew(sweep.Value, 1, points[0].Index, first.Message);
        else logger.Threw(sweep.Value, job.Assignment.Pack, first.Message);
        foreach (var point in points.Where(point => !results.ContainsKey(point.Index)))
        {
            var error = alone ? first : null;
            int attempts = alone ? 1 : 0;
            while (attempts < options.Value.Attempts && !results.ContainsKey(point.Index))
            {
                job.Cancellation.ThrowIfCancellationRequested();
                attempts++;
                var thrown = TryTrain(job, device, sweep, [point], data, results);
                if (thrown is not null && failures.Count < PackLog.ToldFailures) logger.PointThrew(sweep.Value, attempts, point.Index, thrown.Message);
                error = thrown ?? error;
            }

            if (error is null) continue;
            if (results.ContainsKey(point.Index))
            {
                if (retried.Count < MostRetried) retried.Add(new PointFailure(point.Index, attempts - 1, error.Message));
                continue;
            }

            failures.Add(new PointFailure(point.Index, attempts, error.Message)
            {
                Records = failures.Count < PackLog.ToldFailures && point.Records is { Rows: > 0 } records ? RecordsCsv.Write(records, PointFailure.MostRecords) : null,
            });
            if (failures.Count <= PackLog.ToldFailures) logger.GivenUp(sweep.Value, point.Index, attempts, error.Message);
            LayerDynActivities.Fail(sweep.Value, point.Index, attempts, error.Message);
        }

        if (failures.Count > PackLog.ToldFailures) logger.MoreGivenUp(sweep.Value, job.Assignment.Pack, failures.Count - PackLog.ToldFailures);
    }

    private bool IsDue(RunningPoint point, long step, bool interrupted) => interrupted
        || time.GetElapsedTime(point.LastSaved) >= options.Value.CheckpointEvery
        || (options.Value.CheckpointEverySteps > 0 && step - point.SavedStep >= options.Value.CheckpointEverySteps);

    private void Save(PackJob job, SweepId sweep, RunningPoint point, Checkpoint checkpoint)
    {
        var id = point.Id!.Value;
        long began = time.GetTimestamp();
        byte[] encoded = CheckpointCodec.Write(id, checkpoint);
        var span = LayerDynActivities.Checkpoint(job.Assignment, job.Span, checkpoint.Step, encoded.Length);
        (point.LastSaved, point.SavedStep, point.Saved) = (time.GetTimestamp(), checkpoint.Step, true);
        logger.Checkpointed(point.Index, checkpoint.Step, encoded.Length);
        // A checkpoint that cannot be written costs time after a crash, no result: the upload's log entry is enough.
        uploads.Enqueue(CheckpointKey(sweep.Value, id), [encoded],
            (parts, cancellation) => Checkpoints(sweep).SaveAsync(id, checkpoint.Step, parts[0], cancellation), Ended, Replaced);

        void Ended(Exception? error)
        {
            metrics.Storage.Checkpointed(time.GetElapsedTime(began), encoded.Length, error is null);
            span.Fail(error?.Message);
            span.Dispose();
        }

        void Replaced()
        {
            metrics.Storage.CheckpointReplaced(time.GetElapsedTime(began));
            span.Activity?.SetTag("layerdyn.replaced", true);
            span.Dispose();
        }
    }
}
