using LayerDyn.Grains.Slots;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Tasks;
using LayerDyn.Storage.Records;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Lanes;

/// <summary>One device slot: takes packs off the silo's queue and runs each as one program on its own thread.</summary>
/// <param name="slot">The slot.</param>
/// <param name="device">Its device.</param>
/// <param name="runner">Trains a pack.</param>
/// <param name="uploads">Carries results to the store.</param>
/// <param name="records">Writes segments.</param>
/// <param name="recent">Results for the curves.</param>
/// <param name="data">Data sets shared by all lanes.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class DeviceLane(
    DeviceSlot slot, DeviceInfo device, PackRunner runner, UploadQueue uploads, RecordWriter records, RecentResults recent, TaskDataCache data, TimeProvider time,
    ILogger logger)
{
    private volatile PackJob? _current;
    private volatile bool _abandoned;

    public DeviceSlot Slot => slot;

    /// <summary>What it trains now.</summary>
    public PackJob? Current => _current;

    /// <summary>The lane's thread hangs: when it ever comes back it takes no more work.</summary>
    public void Abandon() => _abandoned = true;

    /// <summary>Runs packs until the queue is closed.</summary>
    public void Work(FairQueue queue)
    {
        ThreadNiceness.Lower();
        while (!_abandoned && queue.Take(job => slot.Fits(job.Assignment.Device, job.Assignment.MinMemory)) is { } job)
        {
            long began = time.GetTimestamp();
            job.Begin(time.GetUtcNow().UtcDateTime);
            _current = job;
            TrainedPack trained;
            try
            {
                trained = runner.Run(job, device, data);
            }
            catch (Exception error)
            {
                // Not a point's fault (those are in the report) but the store's or the machine's: the points stay due.
                PackFailed(logger, job.Assignment.SweepId, job.Assignment.Pack, error);
                trained = new TrainedPack(PackRunner.Empty(job) with { Trouble = error.Message }, null, [], []);
            }

            _current = null;
            queue.Done(job, time.GetElapsedTime(began));
            Hand(job, trained);
        }
    }

    private void Hand(PackJob job, TrainedPack trained)
    {
        if (trained.Segment is not { } segment)
        {
            job.Report(trained.Report);
            return;
        }

        job.Commit();
        uploads.Enqueue(
            $"{job.Assignment.SweepId}/{job.Assignment.Pack}",
            [segment.Records, segment.Results],
            async (parts, cancellation) =>
            {
                await records.WriteAsync(segment with { Records = parts[0], Results = parts[1] }, cancellation);
                foreach (var point in trained.Checkpointed) await runner.Checkpoints(segment.SweepId).DeleteAllAsync(point, cancellation);
            },
            error =>
            {
                if (error is null) recent.Put(segment.SweepId, segment.Name, trained.Results);
                job.Report(error is null ? trained.Report : PackRunner.Empty(job) with { Trouble = error.Message });
            });
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep}, pack {Pack}: not committed; its points stay due")]
    private static partial void PackFailed(ILogger logger, string sweep, string pack, Exception error);
}
