using LayerDyn.Grains.Telemetry;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Metrics;

public sealed class BatchInstrumentsTests : IDisposable
{
    private readonly Meters _meters = new();

    private BatchInstruments Batches => _meters.Metrics.Batches;

    [Fact]
    public void HeartbeatAge_GrowsUntilTheBatchIsHeard()
    {
        long heard = _meters.Clock.GetTimestamp();
        Batches.Watched("a-00000001/0", 2, heard);
        Batches.Watched("a-00000001/1", 0, heard);
        _meters.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(3, Age());

        Batches.Watched("a-00000001/0", 2, _meters.Clock.GetTimestamp());

        Assert.Equal(0, Age());
        Assert.Equal(2, _meters.Observe<long>("layerdyn.batches.running")[""]);
    }

    [Fact]
    public void HeartbeatAge_OfAClosedShard_IsGone()
    {
        Batches.Watched("a-00000001/0", 1, _meters.Clock.GetTimestamp());
        _meters.Clock.Advance(TimeSpan.FromHours(1));
        Batches.Closed("a-00000001/0");

        Assert.Equal(0, Age());
    }

    [Fact]
    public void Returned_KnowsEveryReason()
    {
        Batches.Returned(ReturnReason.Silent);
        Batches.Returned(ReturnReason.NotStarted);

        Assert.Equal(
            new Dictionary<string, long> { ["silo-lost"] = 0, ["silent"] = 1, ["hung"] = 0, ["refused"] = 0, ["not-started"] = 1 },
            _meters.Observe<long>("layerdyn.batches.returned"));
    }

    public void Dispose() => _meters.Dispose();

    private double Age() => _meters.Observe<double>("layerdyn.heartbeat.age")[""];
}
