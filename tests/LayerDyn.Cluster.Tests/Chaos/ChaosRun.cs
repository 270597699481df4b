using System.Diagnostics;
using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>Carries out a round and checks what must hold after it.</summary>
internal sealed class ChaosRun : IAsyncDisposable
{
    // What is lost at most with one fault: what the silos of a round hold on lanes, waiting for lanes and on the way to the store.
    private const long MostLostAFault = 8 * Specs.Pack;

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
    /// <returns>Points that were handed out again, as the cluster reports them, and how often silos were started again.</returns>
    public async Task<(long Lost, int Restarts)> RunAsync()
    {
        if (_azurite is not null) await _azurite.StartAsync();
        string[] options = ["--Lanes:CheckpointEverySteps=200000", "--Lanes:CheckpointEvery=01:00:00"];
        _cluster = await TestCluster.StartAsync(
            _round.OnPostgres ? new PostgresServer() : new RedisServer(), _round.Silos, _disk?.Store ?? "azure:chaos", _azurite?.ConnectionString ?? "", options);
        await using var supervisor = _supervisor = new Supervisor(_cluster);
        (string Yaml, string Query)[] submissions = [(Specs.HeatMap, $"?pack={Specs.Pack}"), (Specs.Long, "?pack=1")];
        _clock.Start();
        var sweeps = new List<SweepView>();
        foreach (var (yaml, query) in submissions) sweeps.Add(await _cluster.Alive().Api.SubmitAsync(yaml, query));
        await Task.WhenAll(_round.Faults.Select(fault => DoAsync(fault, sweeps)));

        long lost = 0;
        for (int i = 0; i < sweeps.Count; i++)
        {
            var ended = await EndAsync(sweeps[i].Id);
            await Invariants.HoldAsync(_cluster, submissions[i].Yaml, ended, MostLostAFault * (1 + _round.Faults.Count));
            lost += ended.Lost;
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
            var view = await _cluster!.WaitAsync(sweep, view => view.State is "ended" or "broken", seconds: 240);
            if (view.State == "ended" || !view.Message.Contains("full", StringComparison.Ordinal)) return view;
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

    private async Task DoAsync(Fault fault, IReadOnlyList<SweepView> sweeps)
    {
        if (fault.At - _clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
        var running = _cluster!.Running();
        var victim = running.Length > 0 ? running[fault.Victim % running.Length] : null;
        switch (fault.Kind)
        {
            case FaultKind.KillSilo:
                victim?.Signal(ServerProcess.Kill);
                break;
            case FaultKind.KillSiloAtCommit:
                long before = (victim is null ? null : await victim.Api.TryGetAsync(sweeps[0].Id))?.Finished ?? 0;
                for (int i = 0; i < 100 && victim is not null && (await victim.Api.TryGetAsync(sweeps[0].Id))?.Finished == before; i++) await Task.Delay(5);
                victim?.Signal(ServerProcess.Kill);
                break;
            case FaultKind.KillSiloAtDrawing:
                await _cluster.WaitAsync(sweeps[0].Id, view => view.State is not "running", seconds: 240);
                victim = _cluster.Running() is { Length: > 0 } left ? left[fault.Victim % left.Length] : null;
                victim?.Signal(ServerProcess.Kill);
                break;
            case FaultKind.FreezeSilo or FaultKind.FreezeSiloShortly:
                victim?.Signal(ServerProcess.Stop);
                await Task.Delay(fault.Lasts);
                victim?.Signal(ServerProcess.Continue);
                break;
            case FaultKind.TerminateSilo:
                victim?.Signal(ServerProcess.Terminate);
                break;
            case FaultKind.JoinSilo:
                _cluster.Launch();
                break;
            case FaultKind.KillAllSilos:
                foreach (var silo in running) silo.Signal(ServerProcess.Kill);
                break;
            case FaultKind.MembershipAway:
                _cluster.Membership.Kill();
                await Task.Delay(fault.Lasts);
                await _cluster.Membership.StartAsync();
                break;
            case FaultKind.StoreAway when _azurite is not null:
                await _azurite.StopAsync();
                await Task.Delay(fault.Lasts);
                await _azurite.StartAsync();
                break;
            case FaultKind.StoreAway:
                if (!_disk!.Fill()) break;
                await Task.Delay(fault.Lasts);
                _disk.Free();
                break;
            case FaultKind.DamageCheckpoints:
                await DamageAsync();
                foreach (var silo in _cluster.Running()) silo.Signal(ServerProcess.Kill);
                break;
            case FaultKind.KillClient:
                await KillClientAsync(victim, sweeps[0].Id, fault.Victim);
                break;
        }
    }

    private async Task DamageAsync()
    {
        var checkpoints = new List<Storage.ArtifactPath>();
        try
        {
            await foreach (var entry in _cluster!.Store.ListAsync("sweeps/"))
                if (entry.Path.Value.EndsWith(".safetensors", StringComparison.Ordinal)) checkpoints.Add(entry.Path);
            foreach (var newest in checkpoints.GroupBy(path => Path.GetDirectoryName(path.Value)).Select(point => point.MaxBy(path => path.Value, StringComparer.Ordinal)))
            {
                if (await _cluster.Store.TryReadAsync(newest) is not { } stored) continue;
                byte[] bytes = stored.Content.ToArray();
                bytes[^5] ^= 1;
                await _cluster.Store.WriteAsync(newest, bytes);
            }
        }
        catch (Storage.StoreException)
        {
            // The store is away: another fault of this round.
        }
    }

    private static async Task KillClientAsync(SiloProcess? silo, string sweep, int draw)
    {
        if (silo is null) return;
        string spec = Path.GetTempFileName();
        await File.WriteAllTextAsync(spec, Specs.HeatMap);
        using (var client = new ServerProcess("dotnet", Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), "submit", spec, "--cluster", $"http://127.0.0.1:{silo.HttpPort}"))
            await Task.Delay(100 + (draw % 900)); // disposed of by kill -9
        File.Delete(spec);
        try
        {
            Assert.Equal(sweep, (await silo.Api.SubmitAsync(Specs.HeatMap, $"?pack={Specs.Pack}")).Id);
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or Xunit.Sdk.TrueException)
        {
            // The silo is gone, or cannot: another fault of this round.
        }
    }
}
