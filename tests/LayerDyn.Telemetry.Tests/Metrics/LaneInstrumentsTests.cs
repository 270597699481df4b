using LayerDyn.Grains.Telemetry;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Metrics;

public sealed class LaneInstrumentsTests : IDisposable
{
    private readonly Meters _meters = new();

    [Fact]
    public void Slots_AreCountedByKindOfDevice()
    {
        _meters.Metrics.Lanes.Observe(new Lanes());

        Assert.Equal(new Dictionary<string, long> { ["cpu"] = 3, ["cuda"] = 1 }, _meters.Observe<long>("layerdyn.slots"));
        Assert.Equal(new Dictionary<string, long> { ["cpu"] = 2, ["cuda"] = 0 }, _meters.Observe<long>("layerdyn.slots.busy"));
        Assert.Equal(7, _meters.Observe<long>("layerdyn.queue.batches")[""]);
    }

    [Fact]
    public void Batch_LeavesItsSizeWaitAndDuration()
    {
        using var points = _meters.Collect<long>("layerdyn.batch.points");
        using var wait = _meters.Collect<double>("layerdyn.batch.wait");
        using var duration = _meters.Collect<double>("layerdyn.batch.duration");

        _meters.Metrics.Lanes.Took("cpu", 512, TimeSpan.FromSeconds(0.25));
        _meters.Metrics.Lanes.Done("cpu", TimeSpan.FromSeconds(4), "trained");

        Assert.Equal(512, points.LastMeasurement!.Value);
        Assert.Equal("cpu", points.LastMeasurement.Tags["device"]);
        Assert.Equal(0.25, wait.LastMeasurement!.Value);
        Assert.Equal(4, duration.LastMeasurement!.Value);
        Assert.Equal("trained", duration.LastMeasurement.Tags["outcome"]);
    }

    [Fact]
    public void Steps_AddUp()
    {
        using var steps = _meters.Collect<long>("layerdyn.steps");

        _meters.Metrics.Lanes.Steps("cpu", 100);
        _meters.Metrics.Lanes.Steps("cpu", 17);

        Assert.Equal(117, steps.GetMeasurementSnapshot().Sum(measured => measured.Value));
    }

    public void Dispose() => _meters.Dispose();

    private sealed class Lanes : ILaneView
    {
        public long QueuedBatches => 7;

        public IEnumerable<(string Device, bool Busy)> Slots() => [("cpu", true), ("cpu", true), ("cpu", false), ("cuda", false)];
    }
}
