using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Records;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What becomes of packs that are lost or hang.</summary>
public sealed partial class SweepShardGrain
{
    /// <summary>Looks after the packs that run; a shard that is done gives its slots back.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        using var scope = logger.SweepScope(Sweep.Value);
        foreach (var (name, pack) in _running.ToArray())
        {
            if (cluster.IsDead(pack.Silo)) Lose(name, pack, ReturnReason.SiloLost, "its silo was lost");
            else if (time.GetElapsedTime(pack.LastHeard) >= options.Value.SilenceLimit) Lose(name, pack, ReturnReason.Silent, "it gave no sign of life");
            else if (pack.Stage == PackStage.Training && time.GetElapsedTime(pack.LastAdvance) >= options.Value.HangLimit) Unhang(name, pack);
        }

        if (_open && _ledger!.Saved.Remaining == 0 && _running.Count == 0)
        {
            await CloseAsync(); // the slots go to others; a retry opens it again
            Tell();
            DeactivateOnIdle();
            return;
        }

        if (_open && !_written && time.GetElapsedTime(_lastWrite) >= options.Value.RenewEvery) _ = TryWriteAsync();
        if (_open && time.GetElapsedTime(_lastDemand) >= options.Value.RenewEvery) await DemandAsync();
        Pump();
        Changed();
    }

    /// <summary>The pack was not taken, and so nothing is known against its points.</summary>
    private void TakeBack(string name, ReturnReason reason)
    {
        metrics.Packs.Returned(reason);
        Requeue(name, alone: false);
    }

    /// <summary>
    /// The pack's silo is gone, or silent: it is handed out again. That does not count against its points, unless one that runs
    /// alone is there each time that a silo is lost.
    /// </summary>
    private void Lose(string name, RunningPack pack, ReturnReason reason, string why)
    {
        using var scope = Note(name, pack, AttemptOutcome.Lost, why);
        Lost(logger, Key, name, why);
        _ledger!.Lose(pack.Points);
        var blame = _blame[name] = _blame.GetValueOrDefault(name) with { Losses = _blame.GetValueOrDefault(name).Losses + 1 };
        HandOutAgain(name, pack, reason, suspect: blame.Losses >= SuspectAfter, blame.Losses, options.Value.Losses,
            $"its silo was lost {blame.Losses} times while it ran; it may need more memory than there is");
    }

    /// <summary>The pack's steps stand still: its lane gets a new thread, and its points run alone until the one to blame is found.</summary>
    private void Unhang(string name, RunningPack pack)
    {
        string stood = $"it made no step for {options.Value.HangLimit.TotalSeconds:F0} s";
        using var scope = Note(name, pack, AttemptOutcome.Hung, stood);
        Hangs(logger, Key, name);
        _ = ExperimentOf(name).AbandonAsync(pack.Attempt);
        var blame = _blame[name] = _blame.GetValueOrDefault(name) with { Hangs = _blame.GetValueOrDefault(name).Hangs + 1, HungOn = pack.Silo };
        HandOutAgain(name, pack, ReturnReason.Hung, suspect: true, blame.Hangs, options.Value.Hangs,
            $"{stood}, {blame.Hangs} times");
    }

    /// <summary>Keeps an attempt that brought nothing, and puts its points on the log entries that follow.</summary>
    private IDisposable? Note(string name, RunningPack pack, AttemptOutcome outcome, string why)
    {
        _ledger!.Note(new AttemptEntry(pack.Range, pack.Number, outcome, why, cluster.NameOf(pack.Silo)));
        return logger.PackScope(Sweep.Value, name, pack.Range, pack.Attempt);
    }

    /// <summary>A point that was alone is given up when it has had its chances; the points of a suspect pack run alone from now on.</summary>
    private void HandOutAgain(string name, RunningPack pack, ReturnReason reason, bool suspect, int times, int limit, string why)
    {
        metrics.Packs.Returned(reason);
        LayerDynActivities.Lose(Sweep.Value, name, reason, pack.Span);
        long alone = PackQueue.AloneOf(name) ?? (pack.Points == 1 ? OnlyPoint(name) : -1);
        if (alone >= 0 && times >= limit && reason != ReturnReason.Hung) _ = GiveUpUnlessItGoesOnAsync(name, alone, times, reason, why, pack);
        else if (alone >= 0 && times >= limit) _ = GiveUpAsync(name, alone, times, reason, why, pack);
        else Requeue(name, alone < 0 && suspect);
    }

    private void Requeue(string name, bool alone)
    {
        Take(name);
        if (alone)
            foreach (string each in _queue!.ReturnAlone(name, _ledger!.Settled).Where(each => each != name)) _blame[each] = new PackBlame(0, 0, 0, _blame.GetValueOrDefault(name).HungOn);
        else
            _queue!.Return(name);
        Idle();
    }

    private long OnlyPoint(string name)
    {
        long first = long.Parse(name, System.Globalization.CultureInfo.InvariantCulture) * _order!.PackSize;
        return _ledger!.Settled.NextMissing(first);
    }

    private async Task GiveUpAsync(string name, long index, int attempts, ReturnReason reason, string why, RunningPack pack)
    {
        metrics.Sweeps.Poisoned(reason);
        LayerDynActivities.Fail(Sweep.Value, index, attempts, why);
        Take(name);
        var ledger = _ledger;
        string? records = await LastRecordsAsync(index);
        if (ledger is null || _ledger != ledger) return; // opened anew meanwhile: it has its chances there
        Commit(new PackReport(name, 0, "", "", "", [new PointFailure(index, attempts, why) { Records = records }]) { Silo = cluster.NameOf(pack.Silo) });
        await SaveAsync();
        Changed();
    }

    /// <summary>What its newest checkpoint says of a point: nobody is left who knows more.</summary>
    private async Task<string?> LastRecordsAsync(long index)
    {
        try
        {
            return await new CheckpointStore(store, Sweep).TryLoadNewestAsync(_plan!.PointId(index)) is { Records: { Rows: > 0 } records }
                ? RecordsCsv.Write(records, PointFailure.MostRecords)
                : null;
        }
        catch (Exception)
        {
            return null; // whatever is wrong with it, the point is given up all the same
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} is handed out again: {Why}")]
    private static partial void Lost(ILogger logger, string shard, string pack, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} hangs; it is handed out again")]
    private static partial void Hangs(ILogger logger, string shard, string pack);
}
