using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Tasks;
using LayerDyn.Storage.Records;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Lanes;

/// <summary>One device slot: takes batches off the silo's queue and runs each as one program on its own thread.</summary>
/// <param name="slot">The slot.</param>
/// <param name="device">Its device.</param>
/// <param name="runner">Trains a batch.</param>
/// <param name="uploads">Carries results to the store.</param>
/// <param name="records">Writes segments.</param>
/// <param name="recent">Results for the curves.</param>
/// <param name="data">Data sets shared by all lanes.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
internal sealed class DeviceLane(
    DeviceSlot slot, DeviceInfo device, BatchRunner runner, UploadQueue uploads, RecordWriter records, RecentResults recent, TaskDataCache data,
    LayerDynMetrics metrics, TimeProvider time, ILogger logger)
{
    private volatile BatchJob? _current;
    private volatile bool _abandoned;

    public DeviceSlot Slot => slot;

    /// <summary>What it trains now.</summary>
    public BatchJob? Current => _current;

    /// <summary>The lane's thread hangs: when it ever comes back it takes no more work.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Runs batches until the queue is closed.</summary>
    public void Work(FairQueue queue)
    {
        ThreadNiceness.Lower();
        while (!_abandoned && queue.Take(job => slot.Fits(job.Assignment.Device, job.Assignment.MinMemory)) is { } job)
        {
            long began = time.GetTimestamp();
            job.Begin(time.GetUtcNow().UtcDateTime);
            _current = job;
            metrics.Lanes.Took(slot.Kind, job.PointCount, time.GetElapsedTime(job.Arrived, began));
            var trained = Train(job);
            _current = null;
            var took = time.GetElapsedTime(began);
            job.End(took);
            metrics.Lanes.Done(slot.Kind, took, trained.Report.Error is not null ? "failed" : trained.Segment is null ? "interrupted" : "trained");
            Hand(job, trained);
            queue.Done(job); // and no sooner: a silo that stops waits for this
        }
    }

    private TrainedBatch Train(BatchJob job)
    {
        using var scope = logger.BatchScope(job.Assignment);
        using var span = LayerDynActivities.Train(job.Assignment, slot.Kind);
        job.Span = span.Context;
        try
        {
            return runner.Run(job, device, data);
        }
        catch (Exception error)
        {
            // Not a point's fault (those are in the report) but the store's or the machine's: the points stay pending.
            logger.Failed(job.Assignment.SweepId, job.Assignment.Points, error);
            span.Fail(error.Message);
            return new TrainedBatch(BatchRunner.Empty(job) with { Error = error.Message }, null, [], null, []);
        }
    }

    private void Hand(BatchJob job, TrainedBatch trained)
    {
        job.Checkpointed = trained.Checkpointed;
        if (trained.Segment is not { } segment)
        {
            if (trained.Checkpointed is not [var point])
            {
                job.Report(trained.Report);
                return;
            }

            // Whoever goes on with it finds the checkpoint that it left.
            job.Commit();
            uploads.Enqueue(BatchRunner.CheckpointKey(job.Assignment.SweepId, point.Id), [], (_, _) => Task.CompletedTask, _ => job.Report(trained.Report));
            return;
        }

        using var scope = logger.BatchScope(job.Assignment);
        long began = time.GetTimestamp(), bytes = segment.Records.Length + segment.Results.Length;
        var span = LayerDynActivities.Commit(job.Assignment, job.Span, bytes);
        job.Commit();
        uploads.Enqueue(
            trained.Kept?.Key ?? BatchRunner.BatchKey(job), // what is kept of its points is there first
            [segment.Records, segment.Results],
            (parts, cancellation) =>
            {
                trained.Kept?.ThrowIfLost();
                return records.WriteAsync(segment with { Records = parts[0], Results = parts[1] }, staged: true, cancellation);
            },
            error =>
            {
                metrics.Storage.Committed(time.GetElapsedTime(began), bytes, error is null);
                span.Fail(error?.Message);
                span.Dispose();
                if (error is null)
                {
                    recent.Put(segment.SweepId, segment.Name, trained.Results);
                    using var scope = logger.BatchScope(job.Assignment);
                    logger.Committed(segment.Name);
                }

                // A silo that stops is no trouble of the sweep: the points stay pending.
                job.Report(error is null ? trained.Report : BatchRunner.Empty(job) with { Error = error is OperationCanceledException ? null : error.Message });
            });
    }
}
