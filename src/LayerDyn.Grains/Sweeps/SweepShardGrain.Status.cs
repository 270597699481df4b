using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Sweeps;

/// <summary>What the sweep is told.</summary>
public sealed partial class SweepShardGrain
{
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

    private ShardStatus Status()
    {
        var running = _ledger is null ? default : RunningTotal.Of(_running.Values, _ledger);
        return new()
        {
            Shard = Shard,
            Version = (_ledger?.Epoch << 32 ?? 0) + ++_version,
            Expected = _ledger?.Expected ?? _order?.Points.Count ?? 0,
            Finished = _ledger?.Saved.Finished ?? 0,
            Diverged = _ledger?.Saved.Diverged ?? 0,
            Failed = _ledger?.Saved.Failures.Count ?? 0,
            Running = running.Points,
            RunningSteps = running.StepsDone,
            RunningStepsTotal = running.Steps,
            Lost = _ledger?.Lost ?? 0,
            FirstFailure = _ledger?.Saved.Failures.FirstOrDefault()?.Message ?? "",
            Trouble = _trouble,
        };
    }
}
