using System.Diagnostics.Metrics;
using LayerDyn.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace LayerDyn.Telemetry.Tests.Hosting;

/// <summary>The instruments over a clock that the test moves.</summary>
internal sealed class Meters : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public Meters()
    {
        Factory = _services.GetRequiredService<IMeterFactory>();
        Metrics = new LayerDynMetrics(Factory, Clock);
    }

    public IMeterFactory Factory { get; }

    public ManualClock Clock { get; } = new();

    public LayerDynMetrics Metrics { get; }

    public MetricCollector<T> Collect<T>(string name)
        where T : struct => new(Factory, LayerDynMetrics.MeterName, name, Clock);

    /// <summary>What a gauge or observable counter shows now, by the value of its tag ("" without).</summary>
    public Dictionary<string, T> Observe<T>(string name)
        where T : struct
    {
        using var collector = Collect<T>(name);
        collector.RecordObservableInstruments();
        return collector.GetMeasurementSnapshot().ToDictionary(measured => string.Join(',', measured.Tags.Values), measured => measured.Value);
    }

    /// <summary>All instruments.</summary>
    public IReadOnlyList<Instrument> Instruments()
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == LayerDynMetrics.MeterName && instrument.Meter.Scope == Factory) found.Add(instrument);
        };
        listener.Start();
        return found;
    }

    public void Dispose() => _services.Dispose();
}
