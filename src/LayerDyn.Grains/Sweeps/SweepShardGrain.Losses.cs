using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What becomes of packs that are lost or hang, and what the sweep is told.</summary>
public sealed partial class SweepShardGrain
{
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
        Lost(logger, Key, name, why);
        _lost += pack.Points;
        var blame = _blame[name] = _blame.GetValueOrDefault(name) with { Losses = _blame.GetValueOrDefault(name).Losses + 1 };
        HandOutAgain(name, pack, reason, suspect: blame.Losses >= 2, blame.Losses, options.Value.Losses,
            $"its silo was lost {blame.Losses} times while it ran; it may need more memory than there is");
    }

    /// <summary>The pack's steps stand still: its lane gets a new thread, and its points run alone until the one to blame is found.</summary>
    private void Unhang(string name, RunningPack pack)
    {
        Hangs(logger, Key, name);
        _ = ExperimentOf(name).AbandonAsync(pack.Attempt);
        var blame = _blame[name] = _blame.GetValueOrDefault(name) with { Hangs = _blame.GetValueOrDefault(name).Hangs + 1 };
        HandOutAgain(name, pack, ReturnReason.Hung, suspect: true, blame.Hangs, options.Value.Hangs,
            $"it made no step for {options.Value.HangLimit.TotalSeconds:F0} s, {blame.Hangs} times");
    }

    /// <summary>A point that was alone is given up when it has had its chances; the points of a suspect pack run alone from now on.</summary>
    private void HandOutAgain(string name, RunningPack pack, ReturnReason reason, bool suspect, int times, int limit, string why)
    {
        metrics.Packs.Returned(reason);
        LayerDynActivities.Lose(Sweep.Value, name, reason, pack.Span);
        long alone = PackQueue.AloneOf(name) ?? (pack.Points == 1 ? OnlyPoint(name) : -1);
        if (alone >= 0 && times >= limit) GiveUp(name, alone, times, reason, why);
        else Requeue(name, alone < 0 && suspect);
    }

    private void Requeue(string name, bool alone)
    {
        _running.Remove(name);
        if (alone) _queue!.ReturnAlone(name, _ledger!.Settled);
        else _queue!.Return(name);
        Idle();
    }

    private long OnlyPoint(string name)
    {
        long first = long.Parse(name, System.Globalization.CultureInfo.InvariantCulture) * _order!.PackSize;
        return _ledger!.Settled.NextMissing(first);
    }

    private void GiveUp(string name, long index, int attempts, ReturnReason reason, string why)
    {
        metrics.Sweeps.Poisoned(reason);
        LayerDynActivities.Fail(Sweep.Value, index, attempts, why);
        _running.Remove(name);
        Commit(new PackReport(name, 0, "", "", "", [new PointFailure(index, attempts, why)]));
        _ = SaveAsync();
        Idle();
    }

    private void Stop(string trouble)
    {
        _trouble = trouble;
        _open = false;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
    }

    private void Idle()
    {
        _idle.TrySetResult();
        _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Tells the sweep, at most once in the time between status messages.</summary>
    private void Changed()
    {
        Idle();
        if (_told) return;
        _told = true;
        _ = TellLaterAsync();
    }

    private async Task TellLaterAsync()
    {
        await Task.Delay(options.Value.StatusEvery / 2, time);
        _told = false;
        Tell();
    }

    private void Tell() => _ = GrainFactory.GetGrain<ISweepGrain>(Sweep.Value).ShardChangedAsync(Status());

    private ShardStatus Status() => new()
    {
        Shard = Shard,
        Version = (_ledger?.Epoch << 32 ?? 0) + ++_version,
        Expected = _ledger?.Expected ?? _order?.Points.Count ?? 0,
        Finished = _ledger?.Saved.Finished ?? 0,
        Diverged = _ledger?.Saved.Diverged ?? 0,
        Failed = _ledger?.Saved.Failures.Count ?? 0,
        Running = _running.Values.Sum(pack => (long)pack.Points),
        RunningSteps = _running.Values.Sum(pack => pack.StepsDone),
        RunningStepsTotal = _running.Values.Sum(pack => pack.Steps),
        Lost = _lost,
        FirstFailure = _ledger?.Saved.Failures.FirstOrDefault()?.Message ?? "",
        Trouble = _trouble,
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} could not be handed over")]
    private static partial void NotStarted(ILogger logger, string shard, string pack, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} is handed out again: {Why}")]
    private static partial void Lost(ILogger logger, string shard, string pack, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: pack {Pack} hangs; it is handed out again")]
    private static partial void Hangs(ILogger logger, string shard, string pack);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: another silo has taken it over")]
    private static partial void TakenOver(ILogger logger, string shard);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: the slot broker does not answer")]
    private static partial void NoBroker(ILogger logger, string shard, Exception error);
}
