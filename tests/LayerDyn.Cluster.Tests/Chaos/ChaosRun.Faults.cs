using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Cluster.Tests.Chaos;

/// <summary>How each kind of fault is done.</summary>
internal sealed partial class ChaosRun
{
    private async Task DoAsync(Fault fault, IReadOnlyList<SweepView> sweeps)
    {
        if (fault.At - _clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
        var running = _cluster!.Running();
        var victim = running.Length > 0 ? running[fault.Victim % running.Length] : null;
        switch (fault.Kind)
        {
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
            case FaultKind.JoinSilo:
                _cluster.Launch();
                break;
            case FaultKind.KillAllSilos:
                foreach (var silo in running) silo.Signal(ServerProcess.Kill);
                break;
            case FaultKind.StoreAway when _disk is not null:
                if (!_disk.Fill()) break;
                await Task.Delay(fault.Lasts);
                _disk.Free();
                break;
            case FaultKind.DamageCheckpoints:
                foreach (var sweep in sweeps) await DamageAsync(sweep.Id);
                foreach (var silo in _cluster.Running()) silo.Signal(ServerProcess.Kill);
                break;
            case FaultKind.KillClient:
                await KillClientAsync(victim, sweeps[0].Id, fault.Victim);
                break;
            case FaultKind.BadPoints when victim is not null:
                await SubmitBadAsync(victim);
                break;
            case FaultKind.Upgrade:
                _cluster.Launch((await Next.Value).Program);
                victim?.Signal(ServerProcess.Terminate);
                break;
            default:
                await PlainFault.DoAsync(fault, victim, _cluster.Membership, _azurite);
                break;
        }
    }

    /// <summary>Submits the sweep of bad points; the sweep's name.</summary>
    private static async Task<string> SubmitBadAsync(SiloProcess silo)
    {
        await silo.Api.TrySubmitAsync(Bad, "?batch=1"); // or not: another fault of this round
        return SweepPlan.Load(Bad).Id.Value;
    }

    /// <summary>Damages each point's newest checkpoint.</summary>
    private async Task DamageAsync(string sweep)
    {
        var checkpoints = new List<Storage.ArtifactPath>();
        try
        {
            await foreach (var entry in _cluster!.Store.ListAsync(new Storage.SweepPaths(SweepId.Parse(sweep)).CheckpointsFolder))
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
        if (await silo.Api.TrySubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}") is { } again) Assert.Equal(sweep, again.Id);
    }
}
