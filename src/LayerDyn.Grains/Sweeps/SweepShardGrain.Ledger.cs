using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Taking the shard over with its ledger, keeping that, and letting both go.</summary>
public sealed partial class SweepShardGrain
{
    private async Task<ShardStatus> TakeOverAsync(ShardOrder order)
    {
        using var scope = logger.SweepScope(Sweep.Value);
        using (LayerDynActivities.OpenShard(Sweep.Value, Shard)) await OpenLedgerAsync(order);
        await DemandAsync();
        Pump();
        _ = TryWriteAsync(); // a pack that takes this silo down at once is known all the same
        return Status();
    }

    private async Task OpenLedgerAsync(ShardOrder order)
    {
        _order = order;
        _plan = await plans.GetAsync(Sweep);
        var before = _ledger;
        _ledger = await ShardLedger.OpenAsync(store, Sweep, Shard, order.Points);
        _queue = new PackQueue(order.Points, order.PackSize);
        _attempts = _ledger.Epoch << 32;
        _trouble = "";
        _open = true;
        // Where nobody has had it since, this activation knows that all has come back, also if it could not write so, as to a full disk.
        if (before is null || _ledger.Epoch != before.Epoch + 1) Inherit();
        _watch ??= this.RegisterGrainTimer(
            LookAsync, new GrainTimerCreationOptions(options.Value.WatchEvery, options.Value.WatchEvery) { KeepAlive = true, Interleave = true });
    }

    private bool Commit(PackReport report)
    {
        var (finished, diverged, failed) = (_ledger!.Finished, _ledger.Diverged, _ledger.Failures.Count);
        bool changed = _ledger.Commit(report);
        metrics.Sweeps.Settled(_ledger.Finished - finished, _ledger.Diverged - diverged, _ledger.Failures.Count - failed);
        return changed;
    }

    private async Task<bool> SaveAsync()
    {
        var ledger = _ledger; // this activation may have opened the shard anew meanwhile
        try
        {
            if (await WriteAsync()) return true;
            if (_ledger == ledger) LetGo();
        }
        catch (StoreException error)
        {
            if (_ledger == ledger) Stop(error.Message);
        }

        return false;
    }

    private void Stop(string trouble)
    {
        _trouble = trouble;
        _open = false;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
    }

    private async Task CloseAsync()
    {
        metrics.Packs.Closed(Key);
        _watch?.Dispose();
        _watch = null;
        _open = false;
        if (_plan is not null) await DemandAsync();
    }

    /// <summary>
    /// Another silo has taken the shard over, as when this one was frozen or cut off. Nothing is wrong with the sweep: what lanes hold
    /// goes on under the new owner's attempts, and if there is none after all, the sweep opens the shard again.
    /// </summary>
    private void LetGo()
    {
        using var scope = logger.SweepScope(Sweep.Value);
        if (_ledger is { Remaining: > 0 }) TakenOver(logger, Key); // else the sweep itself did, to look its files through
        metrics.Packs.Closed(Key);
        _watch?.Dispose();
        (_watch, _ledger, _open) = (null, null, false);
        _running.Clear();
        _inherited.Clear();
        Idle();
        DeactivateOnIdle();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: another silo has taken it over")]
    private static partial void TakenOver(ILogger logger, string shard);
}
