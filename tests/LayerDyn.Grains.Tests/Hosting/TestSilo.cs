using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Hosting;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Tests.Hosting;

/// <summary>A real silo in this process over a folder of its own.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    /// <summary>Tests with silos run one after the other: some count what their initialisations do, or the process's memory.</summary>
    public const string Collection = "silos";

    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public IArtifactStore Store => _host.Services.GetRequiredService<IArtifactStore>();

    public static async Task<TestSilo> StartAsync(
        string folder, int lanes = 2, Action<SweepOptions>? sweeps = null, IArtifactStore? store = null, TimeSpan? slice = null, ILoggerProvider? log = null)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(log is null ? LogLevel.None : LogLevel.Information);
        if (log is not null) builder.Logging.AddProvider(log);
        builder.Services.Configure<LaneOptions>(options => (options.CpuLanes, options.Slice) = (lanes, slice ?? options.Slice));
        if (sweeps is not null) builder.Services.Configure(sweeps);
        if (store is not null) builder.Services.AddSingleton(store);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(FreePort.Next(), gatewayPort: 0).AddLayerDyn(folder));
        var host = builder.Build();
        await host.StartAsync();
        return new TestSilo(host);
    }

    public ISweepGrain Sweep(SweepPlan plan) => Grains.GetGrain<ISweepGrain>(plan.Id.Value);

    /// <summary>Runs a sweep until it rests.</summary>
    public async Task<SweepStatus> RunAsync(SweepPlan plan, int batchSize = 0)
    {
        await Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, batchSize));
        return await EndedAsync(plan);
    }

    /// <summary>Waits until a sweep rests.</summary>
    public async Task<SweepStatus> EndedAsync(SweepPlan plan)
    {
        SweepStatus? status = null;
        await foreach (var next in Sweep(plan).WatchAsync())
        {
            Assert.Equal(next.Ledger.Expected, next.Ledger.Finished + next.Ledger.Diverged + next.Ledger.Failed + next.Ledger.Remaining);
            status = next;
        }

        return status!;
    }

    /// <summary>Every committed result by index, as text; fails when a point is committed twice.</summary>
    public async Task<SortedDictionary<long, string>> ResultsAsync(SweepPlan plan)
    {
        var reader = new RecordReader(Store);
        var texts = new SortedDictionary<long, string>();
        foreach (var segment in (await new ManifestStore(Store, plan.Id).ReadAsync()).Manifest.Segments)
            foreach (var result in await reader.ReadAsync(plan.Id, segment, default)) texts.Add(result.Index, Text(result));

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static string Text(PointResult result)
    {
        var text = new System.Text.StringBuilder($"{result.Status} {result.LastStep}");
        for (int row = 0; row < result.Records.Rows; row++)
        {
            text.Append('\n').Append(result.Records.Steps[row]);
            for (int column = 0; column < result.Records.Columns.Count; column++)
                text.Append(' ').Append(result.Records.Columns[column]).Append('=').Append(BitConverter.DoubleToInt64Bits(result.Records[row, column]).ToString("x16"));
        }

        return text.ToString();
    }
}
