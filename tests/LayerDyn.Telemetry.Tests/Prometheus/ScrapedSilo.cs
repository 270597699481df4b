using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Prometheus;

/// <summary>A real silo that trains one sweep after the other while a real Prometheus scrapes it.</summary>
public sealed class ScrapedSilo : IAsyncLifetime
{
    private readonly string _store = Directory.CreateTempSubdirectory("layerdyn-scraped-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private SiloProcess? _silo;
    private Task _work = Task.CompletedTask;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (PrometheusFactAttribute.Missing) return; // its tests are skipped
        _silo = new SiloProcess(AppContext.BaseDirectory, _store, "--Silo:Redis=", "layerdyn", [], "--Lanes:CheckpointEverySteps=200000");
        await _silo.IsReadyAsync();
        Prometheus = new PrometheusServer(_silo.HttpPort);
        await Prometheus.IsReadyAsync();
        _work = WorkAsync(_silo.Api);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        Prometheus?.Dispose();
        _silo?.Dispose();
        _stop.Dispose();
        Directory.Delete(_store, recursive: true);
    }

    /// <summary>
    /// A sweep of many small batches, then one of long points with checkpoints, and so on: every rate has events to show. The number of
    /// steps makes each round's points new: a point that another sweep has is not trained again.
    /// </summary>
    private async Task WorkAsync(ApiClient api)
    {
        for (int round = 0; !_stop.IsCancellationRequested; round++)
        {
            await EndAsync(api, await api.SubmitAsync(Spec("batches", round, 60_000 + round, 40), "?batch=4"));
            await EndAsync(api, await api.SubmitAsync(Spec("checkpoints", round, 4_000_000 + round, 1), "?batch=1"));
        }
    }

    private async Task EndAsync(ApiClient api, LayerDyn.Api.Sweeps.SweepView sweep)
    {
        while (!_stop.IsCancellationRequested && (await api.TryGetAsync(sweep.Id))?.State is not "completed") await Task.Delay(100);
    }

    private static string Spec(string name, int round, int steps, int scales) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{name}}-{{round}}
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 10 }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: {{steps}}
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { values: [-0.1, 0.2], sets: [init.delta] }
          scale: { linspace: [1, 10, {{scales}}], sets: [task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last }
        """);
}
