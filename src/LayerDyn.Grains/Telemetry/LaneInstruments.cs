using System.Diagnostics.Metrics;

namespace LayerDyn.Grains.Telemetry;

/// <summary>What the lanes of this silo do.</summary>
public sealed class LaneInstruments
{
    private readonly Counter<long> _steps;
    private readonly Histogram<long> _points;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _duration;
    private long _resumed;
    private volatile ILaneView? _lanes;

    internal LaneInstruments(Meter meter)
    {
        _steps = meter.CreateCounter<long>("layerdyn.steps", "{step}", "Optimizer steps done, each point's counted, by kind of device");
        _points = meter.CreateHistogram("layerdyn.batch.points", "{point}", "Points trained together in one batch, by kind of device",
            advice: new InstrumentAdvice<long> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096] });
        _wait = meter.CreateHistogram("layerdyn.batch.wait", "s", "From the arrival of a batch on the silo to a lane taking it", advice: Buckets.Seconds);
        _duration = meter.CreateHistogram("layerdyn.batch.duration", "s", "Time that a lane spent on a batch, by kind of device and outcome", advice: Buckets.LongSeconds);
        meter.CreateObservableCounter("layerdyn.points.resumed", () => Interlocked.Read(ref _resumed), "{point}", "Points that went on from a checkpoint");
        meter.CreateObservableGauge("layerdyn.queue.batches", () => _lanes?.QueuedBatches ?? 0L, "{batch}", "Batches that wait for a lane of this silo");
        meter.CreateObservableGauge("layerdyn.slots", () => Slots(busy: false), "{slot}", "Device slots of this silo, by kind of device");
        meter.CreateObservableGauge("layerdyn.slots.busy", () => Slots(busy: true), "{slot}", "Device slots that train, by kind of device");
        meter.CreateObservableGauge("layerdyn.gpu.memory.used", () => Memory(gpu => gpu.UsedBytes), "By", "GPU memory in use, by anyone; absent without an NVIDIA driver");
        meter.CreateObservableGauge("layerdyn.gpu.utilization", Utilization, "1", "Share of the time in which the GPU computed, lately; absent without an NVIDIA driver");
        meter.CreateObservableGauge("layerdyn.gpu.memory.size", () => Memory(gpu => gpu.TotalBytes), "By", "GPU memory; absent without an NVIDIA driver");
    }

    /// <summary>Has the gauges read the lanes whenever they are collected. Call at the end of <c>LanePool</c>'s constructor.</summary>
    public void Observe(ILaneView lanes) => _lanes = lanes;

    /// <summary>Steps were done. Call wherever <c>BatchJob.Advance</c> is called, with the kind of the lane's device.</summary>
    public void Steps(string device, long steps) => _steps.Add(steps, Tags.Device(device));

    /// <summary>A lane takes a batch. Call from <c>DeviceLane.Work</c> before the training, with the time since <c>LanePool.Enqueue</c>.</summary>
    public void Took(string device, int points, TimeSpan waited)
    {
        _points.Record(points, Tags.Device(device));
        _wait.Record(waited.TotalSeconds);
    }

    /// <summary>
    /// A lane is done with a batch. Call from <c>DeviceLane.Work</c> after the training; <paramref name="outcome"/> is <c>trained</c>,
    /// <c>interrupted</c> (no segment) or <c>failed</c> (trouble).
    /// </summary>
    public void Done(string device, TimeSpan took, string outcome) => _duration.Record(took.TotalSeconds, Tags.Device(device), Tags.Outcome(outcome));

    /// <summary>A point goes on from a checkpoint. Call from <c>BatchRunner.Prepare</c>, where it is logged.</summary>
    public void Resumed() => Interlocked.Increment(ref _resumed);

    private IEnumerable<Measurement<long>> Slots(bool busy) => _lanes is not { } lanes ? [] : lanes.Slots()
        .GroupBy(slot => slot.Device)
        .Select(kind => new Measurement<long>(kind.Count(slot => !busy || slot.Busy), Tags.Device(kind.Key)));

    private static IEnumerable<Measurement<long>> Memory(Func<GpuState, long> value) => NvidiaManagement.Read()
        .Select(gpu => new Measurement<long>(value(gpu), new KeyValuePair<string, object?>("gpu", gpu.Index)));

    private static IEnumerable<Measurement<double>> Utilization() => NvidiaManagement.Read().Where(gpu => gpu.Utilization is not null)
        .Select(gpu => new Measurement<double>(gpu.Utilization!.Value, new KeyValuePair<string, object?>("gpu", gpu.Index)));
}
