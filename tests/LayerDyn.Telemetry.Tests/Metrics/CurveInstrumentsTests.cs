using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Metrics;

public sealed class CurveInstrumentsTests : IDisposable
{
    private readonly Meters _meters = new();

    [Fact]
    public void Lag_IsTheAgeOfTheOldestSegmentThatWaits()
    {
        var curves = _meters.Metrics.Curves;
        using var delay = _meters.Collect<double>("layerdyn.aggregator.delay");
        Assert.Equal(0, _meters.Observe<double>("layerdyn.aggregator.lag")[""]);

        long first = curves.FoldPending(1);
        _meters.Clock.Advance(TimeSpan.FromSeconds(2));
        long second = curves.FoldPending(3);
        _meters.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _meters.Observe<double>("layerdyn.aggregator.lag")[""]);
        Assert.Equal(4, _meters.Observe<long>("layerdyn.aggregator.backlog")[""]);

        curves.Folded(first, succeeded: true);
        Assert.Equal(1, _meters.Observe<double>("layerdyn.aggregator.lag")[""]);
        curves.Folded(second, succeeded: false);

        Assert.Equal(0, _meters.Observe<long>("layerdyn.aggregator.backlog")[""]);
        Assert.Equal([(3d, "folded"), (1d, "failed")], delay.GetMeasurementSnapshot().Select(measured => (measured.Value, (string)measured.Tags["outcome"]!)));
    }

    public void Dispose() => _meters.Dispose();
}
