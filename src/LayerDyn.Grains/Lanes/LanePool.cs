using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Tasks;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// The device lanes of a silo: one queue, one thread a lane. Training never runs on an Orleans thread, and a lane's thread does
/// nothing but train, so a busy silo still answers.
/// </summary>
public sealed partial class LanePool : ILaneView, IDisposable
{
    // A cancelled batch stops at its next step; a thread that has not by then hangs.
    private static readonly TimeSpan AbandonAfter = TimeSpan.FromSeconds(5);

    private readonly FairQueue _queue;
    private readonly DeviceLane[] _lanes;
    private readonly List<Thread> _threads = [];
    private readonly Func<DeviceSlot, DeviceLane> _create;
    private readonly BatchRunner _runner;
    private readonly UploadQueue _uploads;
    private readonly ILogger _logger;
    private readonly TimeSpan _drainTime, _slice;
    private readonly Lock _gate = new();
    private int _reports;

    /// <summary>Starts the lanes.</summary>
    public LanePool(
        DeviceSlots slots, BatchRunner runner, UploadQueue uploads, RecordWriter records, RecentResults recent, IOptions<LaneOptions> options,
        LayerDynMetrics metrics, TimeProvider time, ILogger<LanePool> logger)
    {
        (_runner, _uploads, _logger, _drainTime, _slice) = (runner, uploads, logger, options.Value.DrainTime, options.Value.Slice);
        _queue = new FairQueue(time);
        _create = slot => new DeviceLane(slot, slots.DeviceOf(slot), runner, uploads, records, recent, Data, metrics, time, logger);
        _lanes = [.. slots.All.Select(_create)];
        foreach (var lane in _lanes) Start(lane);
        metrics.Lanes.Observe(this);
    }

    /// <inheritdoc/>
    long ILaneView.QueuedBatches => _queue.Count;

    /// <summary>The data sets that all lanes share.</summary>
    public TaskDataCache Data { get; } = new();

    /// <summary>What runs in each slot.</summary>
    public IReadOnlyList<SlotReport> Report()
    {
        lock (_gate)
            return [.. _lanes.Select(lane => new SlotReport(lane.Slot.Kind, lane.Slot.Device, lane.Slot.MemoryBytes,
                lane.Current?.Running()))];
    }

    /// <inheritdoc/>
    IEnumerable<(string Device, bool Busy)> ILaneView.Slots()
    {
        lock (_gate) return [.. _lanes.Select(lane => (lane.Slot.Kind, lane.Current is not null))];
    }

    /// <summary>Queues a batch; false when the silo is leaving.</summary>
    public bool Enqueue(BatchJob job) => _queue.Enqueue(job);

    /// <summary>Takes a waiting batch back; false when a lane has it.</summary>
    public bool Remove(BatchJob job) => _queue.Remove(job);

    /// <summary>Gives a batch up. When its thread does not stop, the lane goes on with a new one.</summary>
    public async Task AbandonAsync(BatchJob job)
    {
        job.Cancel();
        if (_queue.Remove(job)) return;
        await Task.Delay(AbandonAfter);
        lock (_gate)
        {
            int hung = Array.FindIndex(_lanes, lane => lane.Current == job);
            if (hung < 0) return;
            using var scope = _logger.BatchScope(job.Assignment);
            Hangs(_logger, job.Assignment.SweepId, job.Assignment.Points);
            _lanes[hung].Abandon();
            _queue.Done(job);
            Start(_lanes[hung] = _create(_lanes[hung].Slot));
        }
    }

    /// <inheritdoc cref="FairQueue.Stand"/>
    public void Stand(IReadOnlyDictionary<string, double> had) => _queue.Stand(had);

    /// <summary>Has trainings that have had their slots for long make room for sweeps that wait.</summary>
    /// <param name="grace">A point that trains alone has so long to leave a checkpoint.</param>
    public void MakeRoom(TimeSpan grace)
    {
        lock (_gate)
        {
            foreach (var job in _queue.Overdue(_slice, (late, waits) => Array.Exists(_lanes, lane => lane.Current == late && lane.Slot.Fits(waits.Assignment.Device, waits.Assignment.MinMemory))))
                job.Yield(grace);
        }
    }

    /// <summary>Deletes the checkpoints of a batch whose results are listed, in the background and after those that are still on their way.</summary>
    public void Prune(BatchJob job)
    {
        var sweep = SweepId.Parse(job.Assignment.SweepId);
        if (job.Checkpointed.Count > 0) _ = Task.Run(Enqueue); // which may wait for room

        void Enqueue()
        {
            foreach (var (index, id) in job.Checkpointed)
                _uploads.Enqueue(BatchRunner.CheckpointKey(sweep.Value, id), [], (_, cancellation) => _runner.ForgetAsync(sweep, index, id, cancellation), _ => { });
        }
    }

    /// <summary>A report is on its way to its shard: a silo that stops waits for it.</summary>
    public void Await(Task report)
    {
        Interlocked.Increment(ref _reports);
        report.ContinueWith(_ => Interlocked.Decrement(ref _reports), TaskScheduler.Default);
    }

    /// <summary>
    /// Takes no more work, gives back what waits, lets running points leave a checkpoint, and returns when their results are in the
    /// store and their shards have been told, or the time is over.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var job in _queue.Close()) job.Report(BatchRunner.Empty(job));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_drainTime);
        try
        {
            for (; _queue.Out > 0; await Task.Delay(20, limit.Token))
                foreach (var lane in _lanes) // each time: one may just have taken what is not its current job yet
                    if (lane.Current is { IsInterrupted: false } job) job.Interrupt(_drainTime / 2);
            await _uploads.FlushAsync(limit.Token);
            while (Volatile.Read(ref _reports) > 0) await Task.Delay(20, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is over: what is lost is computed again elsewhere.
        }
    }

    /// <summary>Stops what runs and waits for the lanes to end.</summary>
    public void Dispose()
    {
        _queue.Close();
        foreach (var lane in _lanes) lane.Current?.Cancel();
        foreach (var thread in _threads) thread.Join(AbandonAfter);
        _uploads.Dispose();
    }

    private void Start(DeviceLane lane)
    {
        // 16 MB of stack: eigendecompositions and torch kernels of a large point run on it.
        var thread = new Thread(() => lane.Work(_queue), 16 << 20) { Name = $"lane-{lane.Slot.Kind}-{_threads.Count}", IsBackground = true };
        _threads.Add(thread);
        thread.UnsafeStart(); // not under the call or span that happens to start it
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep}, batch {Batch}: its thread does not stop; the lane goes on with a new one")]
    private static partial void Hangs(ILogger logger, string sweep, PointRanges batch);
}
