using System.Diagnostics;
using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>Carries out a round and checks what must hold after it.</summary>
internal sealed partial class ChaosRun : IAsyncDisposable
{
    // What is lost at most with one fault: what the silos of a round hold on lanes, waiting for lanes and on the way to the store.
    private const long MostLostAFault = 8 * Specs.Batch;

    private static readonly Lazy<Task<NextVersion>> Next = new(async () =>
    {
        var next = await NextVersion.BuildAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => next.Dispose();
        return next;
    });

    private static readonly string Bad = Specs.Mixed(Specs.Good + Specs.Diverging + Specs.Enormous + Specs.Endless);

    private readonly Round _round;
    private readonly Azurite? _azurite;
    private readonly Disk? _disk;
    private readonly Stopwatch _clock = new();
    private TestCluster? _cluster;
    private Supervisor? _supervisor;

    public ChaosRun(Round round)
    {
        _round = round;
        if (round.OnBlobs) _azurite = new Azurite();
        else _disk = new Disk();
    }

    /// <summary>The round's story.</summary>
    public string Log => _supervisor?.Log() ?? "";

    /// <summary>Runs it.</summary>
    /// <returns>Points that were leased again, as the cluster reports them, and how often silos were started again.</returns>
    public async Task<(long Lost, int Restarts)> RunAsync()
    {
        if (_azurite is not null) await _azurite.StartAsync();
        if (_round.Has(FaultKind.Upgrade)) await Next.Value;
        // Nothing is frozen for as long as it takes to be thought to hang.
        string[] options = ["--Lanes:CheckpointEverySteps=200000", "--Lanes:CheckpointEvery=01:00:00", "--Sweeps:HangLimit=00:00:20", "--Sweeps:Hangs=2", "--Api:MaxPointBytes=1000000000000"];
        _cluster = await TestCluster.StartAsync(
            _round.OnPostgres ? new PostgresServer() : new RedisServer(), _round.Silos, _disk?.Store ?? "azure:chaos", _azurite?.ConnectionString ?? "", options);
        await using var supervisor = _supervisor = new Supervisor(_cluster);
        (string Yaml, string Query)[] submissions = [(Specs.HeatMap, $"?batch={Specs.Batch}"), (Specs.Long, "?batch=1")];
        _clock.Start();
        var sweeps = new List<SweepView>();
        foreach (var (yaml, query) in submissions) sweeps.Add(await _cluster.Alive().Api.SubmitAsync(yaml, query));
        await Task.WhenAll(_round.Faults.Select(fault => DoAsync(fault, sweeps)));

        long lost = 0, most = MostLostAFault * (1 + _round.Faults.Count);
        for (int i = 0; i < sweeps.Count; i++)
        {
            var ended = await EndAsync(sweeps[i].Id);
            await Invariants.HoldAsync(_cluster, submissions[i].Yaml, ended, most);
            lost += ended.Lost;
        }

        if (_round.Has(FaultKind.BadPoints))
        {
            var ended = await EndAsync(await SubmitBadAsync(await _cluster.ReadyAsync())); // submitted again, where it could not be then
            await Invariants.HoldAsync(_cluster, Bad, ended, most, failed: 2, undisturbed: Specs.Mixed(Specs.Good + Specs.Diverging));
        }

        return (lost, supervisor.Restarts);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _azurite?.Dispose();
        _disk?.Dispose();
    }

    /// <summary>Waits for a sweep; one that was stopped by a full disk is resumed, as its user would.</summary>
    private async Task<SweepView> EndAsync(string sweep)
    {
        for (int attempt = 1; ; attempt++)
        {
            var view = await _cluster!.WaitAsync(sweep, view => view.State is "completed" or "broken", seconds: 240);
            if (view.State == "completed" || !view.Message.Contains("full", StringComparison.Ordinal)) return view;
            try
            {
                await (await _cluster.ReadyAsync()).Api.ActAsync(sweep, "resume");
            }
            catch (HttpRequestException) when (attempt < 20)
            {
                await Task.Delay(1000); // its coordinator was on a silo that is gone, or still holds on to the shards that it stops
            }
        }
    }
}
