using System.Diagnostics;
using System.Globalization;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Web.Security;

namespace LayerDyn.Telemetry.Tests.Otlp;

/// <summary>
/// A real silo with keys that exports to a collector of ours: a client submits sweeps and watches them to their ends, strangers are
/// refused, and the silo is told to stop, which brings out what it still holds. The tests look at what has arrived.
/// </summary>
public sealed class CollectedSilo : IAsyncLifetime
{
    /// <summary>Batches of the big sweep.</summary>
    public const int Many = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _store = Directory.CreateTempSubdirectory("layerdyn-collected-").FullName;
    private readonly string _key = ApiKey.Create(), _wrongKey = ApiKey.Create();

    /// <summary>A sweep of two long points, paused on its way.</summary>
    public string Long { get; private set; } = "";

    /// <summary>A sweep of <see cref="Many"/> batches.</summary>
    public string Big { get; private set; } = "";

    /// <summary>A sweep that shares points with one whose results are damaged.</summary>
    public string Sharing { get; private set; } = "";

    /// <summary>A sweep that was submitted outside any trace.</summary>
    public string Untraced { get; private set; } = "";

    /// <summary>The trace that the client did the rest in.</summary>
    public string ClientTrace { get; private set; } = "";

    /// <summary>What nobody else may see.</summary>
    public IReadOnlyList<string> Secrets => [_key, _wrongKey, ApiKey.Hash(_key), ApiKey.Hash(_wrongKey)];

    /// <summary>What the silo wrote to the console.</summary>
    public string Console { get; private set; } = "";

    internal IReadOnlyList<ExportedSpan> Spans { get; private set; } = [];

    internal IReadOnlyList<ExportedLog> Logs { get; private set; } = [];

    /// <summary>All that was exported, as text.</summary>
    internal string Raw { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await using var collector = await Collector.StartAsync();
        using var silo = new SiloProcess(
            AppContext.BaseDirectory, _store, "--Silo:Redis=", "layerdyn", [], "--Lanes:CheckpointEverySteps=500000", "--Telemetry:RequestRatio=0",
            "--Security:Keys:0:Role=admin", "--Security:Keys:0:Name=test", $"--Security:Keys:0:Hash={ApiKey.Hash(_key)}",
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf");
        await silo.IsReadyAsync();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{silo.HttpPort}"));
        using var client = new LayerDynClient(address, _key);
        using (var work = new Activity("a client at work") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start())
        {
            ClientTrace = work.TraceId.ToString();
            Long = await PausedOnItsWayAsync(client);
            Big = await EndAsync(client, Quick("big", Many, steps: 10));
            Sharing = await WithDamagedSiblingAsync(client);
            await RefusedAsync(address);
        }

        Untraced = await EndAsync(client, Quick("untraced", 4, steps: 10));
        silo.Signal(ServerProcess.Terminate);
        await silo.WaitForExitAsync(Patience);
        (Spans, Logs, Console) = (collector.Spans, collector.Logs, silo.Output);
        Raw = string.Concat(((string[])["traces", "logs", "metrics"]).Select(collector.Raw));
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_store, recursive: true);
        return Task.CompletedTask;
    }

    private static async Task<string> PausedOnItsWayAsync(LayerDynClient client)
    {
        var (sweep, _) = await client.SubmitAsync(LongSpec, new SubmitOptions { Batch = 1 });
        await Eventually.IsTrueAsync(async () => (await client.GetAsync(sweep.Id)).RunningSteps > 0, Patience, "a sweep whose points train");
        await client.ActAsync(sweep.Id, "pause");
        await client.ActAsync(sweep.Id, "resume");
        return await WatchAsync(client, sweep.Id);
    }

    private async Task<string> WithDamagedSiblingAsync(LayerDynClient client)
    {
        string sibling = await EndAsync(client, Quick("siblings", 4, steps: 20));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_store, sibling), "*.parquet", SearchOption.AllDirectories)) await File.WriteAllTextAsync(file, "damaged");
        return await EndAsync(client, Quick("siblings", 5, steps: 20));
    }

    private async Task RefusedAsync(Uri address)
    {
        using var stranger = new HttpClient { BaseAddress = address };
        stranger.DefaultRequestHeaders.Add("Authorization", $"Bearer {_wrongKey}");
        using var header = await stranger.GetAsync("/api/v1/sweeps");
        using var careless = new HttpClient { BaseAddress = address };
        using var query = await careless.GetAsync($"/api/v1/sweeps?key={_key}&access_token={_key}");
        using var path = await careless.GetAsync($"/api/v1/sweeps/{_key}");
        Assert.All([header, query, path], answer => Assert.Equal(System.Net.HttpStatusCode.Unauthorized, answer.StatusCode));
    }

    private static async Task<string> EndAsync(LayerDynClient client, string spec) =>
        await WatchAsync(client, (await client.SubmitAsync(spec, new SubmitOptions { Batch = 1 })).Sweep.Id);

    private static async Task<string> WatchAsync(LayerDynClient client, string sweep)
    {
        SweepView? last = null;
        await foreach (var view in client.WatchAsync(sweep)) last = view;
        Assert.Equal(("completed", 0L), (last!.State, last.Remaining));
        return sweep;
    }

    private const string LongSpec = """
        name: long
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 10 }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: 4000000
        measure: { at: { logPerDecade: 5 }, observables: [loss] }
        axes:
          delta: { values: [-0.1, 0.2], sets: [init.delta] }
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step }
        """;

    private static string Quick(string name, int points, int steps) => string.Create(CultureInfo.InvariantCulture, $$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: {{steps}}
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          scale: { range: [1, {{points + 1}}, 1], sets: [init.scale] }
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step }
        """);
}
