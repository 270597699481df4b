using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// What is out, as the manifest has it: the next owner knows by it what was lost with this one, and a point that takes its silo down
/// is found even where that silo is each time the shard's own.
/// </summary>
public sealed partial class SweepShardGrain
{
    // As many losses make a pack suspect: it runs with nothing else of its shard on its silo.
    private const int SuspectAfter = 2;

    private bool _written = true;
    private long _lastWrite;

    private bool IsSuspect(string pack) => PackQueue.AloneOf(pack) is not null || _blame.GetValueOrDefault(pack).Losses >= SuspectAfter;

    /// <summary>Writes the ledger, with what is out at this moment.</summary>
    private Task<bool> WriteAsync()
    {
        _ledger!.HandOut([.. _running.Select(pack =>
        {
            var blame = _blame.GetValueOrDefault(pack.Key);
            return new HandedOutEntry(pack.Key, pack.Value.Silo.ToParsableString(), blame.Losses, blame.Step, blame.Hangs);
        })]);
        (_written, _lastWrite) = (true, time.GetTimestamp());
        return _ledger.SaveAsync();
    }

    /// <summary>The same for its own sake, when no commit has done it for a while. A store that is away shows itself at the next commit.</summary>
    private async Task TryWriteAsync()
    {
        var ledger = _ledger;
        try
        {
            if (!await WriteAsync() && _ledger == ledger) LetGo();
        }
        catch (StoreException)
        {
            _written = false;
        }
    }

    /// <summary>A pack is out no more.</summary>
    private void Take(string pack)
    {
        _running.Remove(pack);
        _written = false;
    }

    /// <summary>
    /// What was out under the owner before comes first. What was on a silo that is gone is lost; the rest is asked for where it is, and
    /// counts as lost if it has to begin anew.
    /// </summary>
    private void Inherit()
    {
        foreach (var entry in _ledger!.Saved.HandedOut)
        {
            if (_queue!.Open(entry.Pack, _ledger.Settled) is not { Count: > 0 } points) continue;
            _blame[entry.Pack] = new PackBlame(entry.Losses, entry.Hangs, entry.Step);
            var silo = SiloAddress.FromParsableString(entry.Silo);
            if (cluster.IsDead(silo))
            {
                Lose(entry.Pack, Out(points, silo, attempt: 0), ReturnReason.SiloLost, "its silo was lost, and the shard's owner with it or since");
                continue;
            }

            _inherited.Add(entry.Pack);
            Requeue(entry.Pack, alone: PackQueue.AloneOf(entry.Pack) is not null);
        }
    }

    /// <summary>
    /// A point whose checkpoints go on from loss to loss is not what its silos are lost by: only one that gets no further is given up.
    /// </summary>
    private async Task GiveUpUnlessItGoesOnAsync(string name, long index, int losses, ReturnReason reason, string why, RunningPack pack)
    {
        Take(name);
        var (ledger, blame) = (_ledger, _blame[name]);
        long? step = null;
        try
        {
            step = await new CheckpointStore(store, Sweep).NewestStepAsync(_plan!.PointId(index)) ?? 0;
        }
        catch (StoreException)
        {
            // Not known: it has the benefit of the doubt.
        }

        if (!_open || _ledger != ledger) return; // due again when the shard is opened
        if (step <= blame.Step)
        {
            await GiveUpAsync(name, index, losses, reason, why, pack);
            return;
        }

        _blame[name] = blame with { Losses = 0, Step = step ?? blame.Step };
        Requeue(name, alone: false);
        Pump();
    }
}
