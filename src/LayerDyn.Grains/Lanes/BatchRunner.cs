using System.Text;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Trains a batch. A point that throws is tried alone, up to its budget, so that it takes no other point down; an interrupted batch
/// keeps the points that were finished.
/// </summary>
/// <param name="store">Keeps the checkpoints of long points.</param>
/// <param name="plans">Sweep plans of this silo.</param>
/// <param name="uploads">Carries checkpoints to the store.</param>
/// <param name="options">Attempts and checkpoint policy.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="time">Clock of the checkpoint policy.</param>
/// <param name="logger">Log.</param>
public sealed class BatchRunner(
    IArtifactStore store, PlanCache plans, UploadQueue uploads, IOptions<LaneOptions> options, LayerDynMetrics metrics, TimeProvider time,
    ILogger<BatchRunner> logger)
{
    // Of the points that came through after all; more than these nobody reads.
    private const int MostRetried = 100;

    // Encoding a long table of records takes no more than a fiftieth of the lane's time.
    private const int StreamShare = 50;

    /// <summary>Runs the batch on the calling thread.</summary>
    /// <exception cref="StoreException">The sweep or a checkpoint could not be read.</exception>
    public TrainedBatch Run(BatchJob job, DeviceInfo device, TaskDataCache data)
    {
        var sweep = SweepId.Parse(job.Assignment.SweepId);
        var plan = plans.GetAsync(sweep).GetAwaiter().GetResult();
        var indices = job.Assignment.Points.Points.ToList();
        long began = time.GetTimestamp();
        logger.Starts(job.Assignment.Number, device.Index > 0 ? $"{device.Kind} {device.Index}" : device.Kind, indices.Count);
        List<RunningPoint> points;
        using (job.WaitForStore()) points = indices.ConvertAll(index => Prepare(plan, index, alone: indices.Count == 1));
        job.Expect(points.Sum(point => point.Experiment.Steps), points.Sum(point => point.ResumeFrom?.Step ?? 0));
        var kept = points.Exists(point => point.Experiment.Keep is not null)
            ? new KeptUploads(store, sweep, uploads, points is [{ Id: { } alone }] ? CheckpointKey(job.Assignment.SweepId, alone) : BatchKey(job), job) : null;
        var results = new SortedDictionary<long, PointResult>();
        var failures = new List<PointFailure>();
        var retried = new List<PointFailure>();
        try
        {
            if (TryTrain(job, device, plan, points, data, kept, results) is { } error) TryAlone(job, device, plan, points, data, kept, results, failures, retried, error);
            int diverged = results.Values.Count(result => result.Status == OutcomeStatus.Diverged);
            logger.Trained(time.GetElapsedTime(began).TotalSeconds, results.Count - diverged, points.Count, diverged, failures.Count);
        }
        catch (OperationCanceledException) when (job.Cancellation.IsCancellationRequested)
        {
            // What is finished is kept; the rest stays pending.
            logger.Stopped(job.StepsBefore + job.StepsDone, job.Steps, results.Count, points.Count);
        }

        kept?.Flush();
        var report = Empty(job) with { Failures = failures, Retried = retried };
        (long, PointId)[] checkpointed = [.. points.Where(point => point.Saved).Select(point => (point.Index, point.Id!.Value))];
        if (results.Count == 0) return new TrainedBatch(report, null, [], kept, checkpointed);
        PointResult[] finished = [.. results.Values.Select(plan.WithDerived)];
        var segment = RecordWriter.Encode(plan, finished);
        return new TrainedBatch(
            report with
            {
                Segment = segment.Name,
                Committed = PointRanges.Of(results.Keys),
                Diverged = PointRanges.Of(finished.Where(result => result.Status == OutcomeStatus.Diverged).Select(result => result.Index)),
                Records = SegmentRefs.Digest(SegmentFile.Of(segment.Records)),
                Results = SegmentRefs.Digest(SegmentFile.Of(segment.Results)),
                Kept = segment.Kept,
            },
            segment,
            finished,
            kept,
            checkpointed);
    }

    /// <summary>The report of a batch of which nothing was finished.</summary>
    public static LeaseResult Empty(BatchJob job) => new(job.Assignment.Lease, "", PointRanges.Empty, PointRanges.Empty, []);

    /// <summary>What uploads of a point's checkpoints are queued under.</summary>
    public static string CheckpointKey(string sweep, PointId point) => $"{sweep}/{point}";

    /// <summary>What uploads of a batch's results are queued under.</summary>
    public static string BatchKey(BatchJob job) => $"{job.Assignment.SweepId}/{job.Assignment.Points}";

    /// <summary>Deletes what was kept of a point for a resume.</summary>
    public async Task ForgetAsync(SweepId sweep, long index, PointId id, CancellationToken cancellationToken)
    {
        await Checkpoints(sweep).DeleteAllAsync(id, cancellationToken);
        await new LiveRecords(store, sweep).DeleteAsync(index, cancellationToken);
    }

    private CheckpointStore Checkpoints(SweepId sweep) => new(store, sweep, options.Value.CheckpointsKept);

    private RunningPoint Prepare(SweepPlan plan, long index, bool alone)
    {
        // Only points that run alone are long enough to have checkpoints.
        if (!alone) return new RunningPoint(index, null, plan.Experiment(index), null, time.GetTimestamp());
        var id = plan.PointId(index);
        var checkpoints = Checkpoints(plan.Id);
        bool skipped = false;
        var checkpoint = checkpoints.TryLoadNewestAsync(
            id,
            (path, why) =>
            {
                skipped = true;
                logger.Damaged(path.Value, why);
            },
            found => new KeptStore(store, plan.Id).CheckAsync(index, found.Kept)).GetAwaiter().GetResult();
        if (skipped) checkpoints.DeleteBeyondAsync(id, checkpoint?.Step).GetAwaiter().GetResult();
        if (checkpoint is not null)
        {
            metrics.Lanes.Resumed();
            logger.GoesOn(plan.Id.Value, index, checkpoint.Step);
        }

        return new RunningPoint(index, id, plan.Experiment(index), checkpoint, time.GetTimestamp()) { Saved = checkpoint is not null };
    }

    /// <summary>Runs points not yet in <paramref name="results"/> together; the exception that stopped them, if one did.</summary>
    private Exception? TryTrain(
        BatchJob job, DeviceInfo device, SweepPlan plan, IReadOnlyList<RunningPoint> points, TaskDataCache data, KeptUploads? kept,
        SortedDictionary<long, PointResult> results)
    {
        var sweep = plan.Id;
        var pending = points.Where(point => !results.ContainsKey(point.Index)).ToDictionary(point => point.Index);
        try
        {
            Trainer.Run([.. pending.Values.Select(point => new TrainingPoint(point.Index, point.Experiment, point.ResumeFrom))], new TrainingRun
            {
                Complete = outcome =>
                {
                    Advance(pending[outcome.Index].StepsLeft());
                    var point = pending[outcome.Index];
                    if (DataOf(point) is { } seen) point.Kept.Add(seen);
                    results[outcome.Index] = new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records) { Kept = [.. point.Kept] };
                    if (pending.Count == 1 && outcome.Status == OutcomeStatus.Diverged) logger.Diverged(outcome.Index, outcome.LastStep);
                },
                Begin = (index, records) => pending[index].Begin(records),
                Keep = (index, state) => pending[index].Kept.Add(kept!.Add(index, pending[index].Id ?? plan.PointId(index), state, DataOf(pending[index]))),
                Progress = (index, step) =>
                {
                    Advance(pending[index].StepsSince(step));
                    if (pending.Count > 1 || pending[index].Records is not { } records) return;
                    job.Live.Take(records);
                    if (pending[index].Id is not null) Stream(sweep, pending[index], records);
                },
                WantsCheckpoint = (index, step) => pending[index].Id is not null && IsDue(pending[index], step, job.IsInterrupted || job.WantsCheckpoint),
                Checkpoint = (index, checkpoint) =>
                {
                    Save(job, sweep, pending[index], checkpoint with { Kept = [.. pending[index].Kept] }, kept);
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

        KeptFile? DataOf(RunningPoint point) => point.Experiment.Keep is { Data: true } ? kept!.Add(data.Get(point.Experiment)) : null;

        void Advance(long steps)
        {
            job.Advance(steps);
            metrics.Lanes.Steps(device.Kind, steps);
        }
    }

    private void TryAlone(
        BatchJob job, DeviceInfo device, SweepPlan plan, IReadOnlyList<RunningPoint> points, TaskDataCache data, KeptUploads? kept,
        SortedDictionary<long, PointResult> results, List<PointFailure> failures, List<PointFailure> retried, Exception first)
    {
        var sweep = plan.Id;
        bool alone = points.Count == 1;
        if (alone) logger.PointThrew(sweep.Value, 1, points[0].Index, first.Message);
        else logger.Threw(sweep.Value, job.Assignment.Points, first.Message);
        foreach (var point in points.Where(point => !results.ContainsKey(point.Index)))
        {
            var error = alone ? first : null;
            int attempts = alone ? 1 : 0;
            while (attempts < options.Value.Attempts && !results.ContainsKey(point.Index))
            {
                job.Cancellation.ThrowIfCancellationRequested();
                attempts++;
                var thrown = TryTrain(job, device, plan, [point], data, kept, results);
                if (thrown is not null && failures.Count < BatchLog.ToldFailures) logger.PointThrew(sweep.Value, attempts, point.Index, thrown.Message);
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
                Records = failures.Count < BatchLog.ToldFailures && point.Records is { Rows: > 0 } records ? RecordsCsv.Write(records, PointFailure.MostRecords) : null,
            });
            if (failures.Count <= BatchLog.ToldFailures) logger.GivenUp(sweep.Value, point.Index, attempts, error.Message);
            LayerDynActivities.Fail(sweep.Value, point.Index, attempts, error.Message);
        }

        if (failures.Count > BatchLog.ToldFailures) logger.MoreGivenUp(sweep.Value, job.Assignment.Points, failures.Count - BatchLog.ToldFailures);
    }

    private bool IsDue(RunningPoint point, long step, bool asked) => asked
        || time.GetElapsedTime(point.LastSaved) >= options.Value.CheckpointEvery
        || (options.Value.CheckpointEverySteps > 0 && step - point.SavedStep >= options.Value.CheckpointEverySteps);

    /// <summary>Writes what was measured so far to the store now and then, so that a silo that dies takes none of it along.</summary>
    private void Stream(SweepId sweep, RunningPoint point, MeasurementTable records)
    {
        if (records.Rows == point.StreamedRows || point.IsStreaming || time.GetElapsedTime(point.Streamed) < point.StreamWait + options.Value.StreamEvery) return;
        long began = time.GetTimestamp();
        byte[] csv = Encoding.UTF8.GetBytes(RecordsCsv.Write(records));
        (point.Streamed, point.StreamedRows, point.StreamWait) = (time.GetTimestamp(), records.Rows, StreamShare * time.GetElapsedTime(began));
        (point.IsStreaming, point.Saved) = (true, true);
        // After a checkpoint that is on its way, and before all is deleted. One that cannot be written is followed by the next.
        uploads.Enqueue(CheckpointKey(sweep.Value, point.Id!.Value), [csv],
            (parts, cancellation) => new LiveRecords(store, sweep).WriteAsync(point.Index, parts[0], cancellation), _ => point.IsStreaming = false);
    }

    private void Save(BatchJob job, SweepId sweep, RunningPoint point, Checkpoint checkpoint, KeptUploads? kept)
    {
        kept?.Flush(); // a checkpoint says of no file that is not there
        var id = point.Id!.Value;
        long began = time.GetTimestamp();
        job.WantsCheckpoint = false;
        byte[] encoded = CheckpointCodec.Write(id, checkpoint);
        var span = LayerDynActivities.Checkpoint(job.Assignment, job.Span, checkpoint.Step, encoded.Length);
        (point.LastSaved, point.SavedStep, point.Saved) = (time.GetTimestamp(), checkpoint.Step, true);
        logger.Checkpointed(point.Index, checkpoint.Step, encoded.Length);
        // A checkpoint that cannot be written costs time after a crash, no result: the upload's log entry is enough.
        uploads.Enqueue(CheckpointKey(sweep.Value, id), [encoded],
            (parts, cancellation) =>
            {
                kept?.ThrowIfLost();
                return Checkpoints(sweep).SaveAsync(id, checkpoint.Step, parts[0], cancellation);
            },
            Ended, Replaced);

        void Ended(Exception? error)
        {
            metrics.Storage.Checkpointed(time.GetElapsedTime(began), encoded.Length, error is null);
            if (error is null) job.Checkpoint = checkpoint.Step;
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
