using System.Globalization;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Checkpoints;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Scheduling;

/// <summary>What is made durable, demanded and told.</summary>
public sealed partial class ShardGrain
{
    private async Task<bool> CommitAndSaveAsync(LeaseResult result, Lease? lease)
    {
        _table!.Charge(result.Lease, result.Seconds);
        PointRanges committed = result.Committed, failed = PointRanges.Of(result.Failures.Select(failure => failure.Index).Order());
        if (result.Hung) _table!.Release(result.Lease, ReleaseReason.Hung);
        else if (result.Yielded && committed.Count + failed.Count == 0) _table!.Release(result.Lease, ReleaseReason.Yielded);
        var before = _ledger!.Counts;
        bool changed = _table!.Commit(result.Lease, committed, failed) && _ledger.Commit(result);
        metrics.Sweeps.Terminal(_ledger.Counts - before);
        // One that only waited for a slot was no attempt, and one that made room goes on in its turn.
        if (lease is not null && !changed && committed.Count == 0 && !result.Hung && !result.Yielded && (result.Steps > 0 || result.Error is not null))
            _ledger.Note(new AttemptEntry(lease.Points, result.Number, AttemptOutcome.Interrupted, result.Error ?? "it was told to stop, by a pause or because its silo stopped", result.Silo));
        CarryOut();
        return (!changed && committed.Count == 0) || await SaveAsync(); // one that comes again may not have been saved before
    }

    /// <summary>A lease ended without a result.</summary>
    private void Ended(LeaseEvent.Ended ended)
    {
        var (lease, reason, points) = (ended.Lease, ended.Reason, ended.Points);
        if (reason is ReleaseReason.Returned or ReleaseReason.Yielded) return;
        string silo = cluster.NameOf(SiloAddress.FromParsableString(lease.Worker)), why = Why(reason);
        int number = _ledger!.NextAttempt(points.First);
        _ledger.Note(new AttemptEntry(points, number, reason switch { ReleaseReason.Hung => AttemptOutcome.Hung, ReleaseReason.Overran => AttemptOutcome.Interrupted, _ => AttemptOutcome.Lost }, why, silo));
        if (reason == ReleaseReason.Overran) return;
        if (reason != ReleaseReason.Hung) _ledger.Lose(points.Count);
        var told = reason switch { ReleaseReason.Hung => ReturnReason.Hung, ReleaseReason.Expired => ReturnReason.Silent, _ => ReturnReason.SiloLost };
        metrics.Batches.Returned(told);
        LayerDynActivities.Lose(Sweep.Value, points, told);
        using var scope = logger.BatchScope(Sweep.Value, points, lease.Id);
        PendingAgain(logger, Key, points, why);
    }

    private string Why(ReleaseReason reason) => reason switch
    {
        ReleaseReason.Hung => $"it made no step for {options.Value.HangLimit.TotalSeconds:F0} s",
        ReleaseReason.Expired => "it gave no sign of life",
        ReleaseReason.Overran => $"it trained for longer than limits.pointTime: {DurationText.Write(_order!.PointTime!.Value)}",
        _ => "its silo was lost",
    };

    private async Task FailPointAsync(LeaseEvent.Failed failed)
    {
        var (ledger, lease, stopped) = (_ledger!, failed.Lease, failed.Reason == ReleaseReason.Stopped);
        int attempts = failed.Reason is ReleaseReason.Stopped or ReleaseReason.Overran ? ledger.NextAttempt(failed.Point) - 1 : failed.Times;
        if (failed.Reason is not (ReleaseReason.Stopped or ReleaseReason.Overran)) metrics.Sweeps.Poisoned(failed.Reason == ReleaseReason.Hung ? ReturnReason.Hung : ReturnReason.SiloLost);
        var checkpoint = await NewestCheckpointAsync(failed.Point);
        if (_ledger != ledger) return; // taken over meanwhile: the next owner decides anew
        string why = failed.Reason switch
        {
            ReleaseReason.Stopped when checkpoint is null => "stopped on request",
            ReleaseReason.Stopped => string.Create(CultureInfo.InvariantCulture, $"stopped on request at step {checkpoint.Step:N0} of {_plan!.Experiment(failed.Point).Steps:N0}"),
            ReleaseReason.Hung => $"{Why(failed.Reason)}, {failed.Times} times",
            ReleaseReason.Overran when checkpoint is null => Why(failed.Reason),
            ReleaseReason.Overran => string.Create(CultureInfo.InvariantCulture, $"{Why(failed.Reason)}, and was at step {checkpoint.Step:N0} of {_plan!.Experiment(failed.Point).Steps:N0}"),
            _ => $"its silo was lost {failed.Times} times while it ran; it may need more memory than there is",
        };
        LayerDynActivities.Fail(Sweep.Value, failed.Point, attempts, why);
        string silo = lease is null ? "" : cluster.NameOf(SiloAddress.FromParsableString(lease.Worker));
        string? records = checkpoint is { Records: { Rows: > 0 } last } ? RecordsCsv.Write(last, PointFailure.MostRecords) : null;
        ledger.Commit(new LeaseResult(lease?.Id ?? 0, "", PointRanges.Empty, PointRanges.Empty, [new PointFailure(failed.Point, attempts, why) { Records = records }]) { Silo = silo });
        if (!stopped) metrics.Sweeps.Terminal(new Ledger(0, Failed: 1)); // what somebody wanted is nothing to be alarmed by
        await SaveAsync();
        Changed();
    }

    /// <summary>The newest checkpoint of a point: nobody is left who knows more. Null where there is none that can be read.</summary>
    private async Task<Checkpoint?> NewestCheckpointAsync(long index)
    {
        try
        {
            return await new CheckpointStore(store, Sweep).TryLoadNewestAsync(_plan!.PointId(index));
        }
        catch (Exception)
        {
            return null; // whatever is wrong with it, the point has failed all the same
        }
    }

    /// <summary>Makes everything so far durable; false where it could not: another owner has it then, or the sweep is told why.</summary>
    private async Task<bool> SaveAsync()
    {
        var ledger = _ledger; // this activation may have opened the shard anew meanwhile
        try
        {
            if (await WriteAsync()) return true;
            if (_ledger == ledger) Relinquish();
        }
        catch (StoreException error)
        {
            if (_ledger == ledger) Fail(error.Message);
        }

        return false;
    }

    private Task<bool> WriteAsync()
    {
        _ledger!.Lease(_table!.Entries);
        (_dirty, _lastWrite) = (false, time.GetTimestamp());
        return _ledger.SaveAsync();
    }

    /// <summary>The same when no commit has done it for a while. A store that is away shows itself at the next commit.</summary>
    private async Task TryWriteAsync()
    {
        if (_table is null) return;
        var ledger = _ledger;
        try
        {
            if (!await WriteAsync() && _ledger == ledger) Relinquish();
        }
        catch (StoreException)
        {
            _dirty = true;
        }
    }

    /// <summary>The shard cannot go on: the sweep is told why, and leases are called in.</summary>
    private void Fail(string error)
    {
        _error = error;
        CallIn();
        Tell();
    }

    private async Task CloseAsync()
    {
        metrics.Batches.Closed(Key);
        _timer?.Dispose();
        _timer = null;
        _table?.Close(Now);
        if (_plan is not null) await DemandAsync();
    }

    /// <summary>Another owner has taken the shard over. Nothing is wrong: workers present their leases to it.</summary>
    private void Relinquish()
    {
        using var scope = logger.SweepScope(Sweep.Value);
        if (_ledger is { Counts.Remaining: > 0 }) TakenOver(logger, Key); // else the sweep itself did, to look its files through
        metrics.Batches.Closed(Key);
        _timer?.Dispose();
        (_timer, _ledger, _table) = (null, null, null);
        Wake();
        DeactivateOnIdle();
    }

    private async Task DemandAsync()
    {
        using var scope = logger.SweepScope(Sweep.Value);
        _lastDemand = time.GetTimestamp();
        var (table, resources) = (_table, _plan!.Resources);
        int? most = options.Value.QuotaOf(_order!.Owner).Slots;
        var demand = new SlotDemand(Key, _order.Priority, WantedSlots, resources.Device, resources.MinMemory, _order.Owner, most, table?.Had ?? 0, _counted, _standing);
        try
        {
            var grants = await GrainFactory.GetGrain<ISlotBrokerGrain>(0).DemandAsync(demand);
            if (grants.Follows(_grants)) _grants = grants;
            _standing = grants.Standing;
            if (_table == table) _counted = demand.Had;
        }
        catch (Exception error)
        {
            NoBroker(logger, cluster.LevelOfSilence, Key, error); // what was granted stays until it answers again
        }
    }

    private void Wake()
    {
        _idle.TrySetResult();
        _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Tells the sweep, at most once in the time between status messages.</summary>
    private void Changed()
    {
        if (_table is not null) metrics.Batches.Watched(Key, _table.Leases.Count, time.GetTimestamp());
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
        var saved = _ledger?.Saved;
        var leases = _table?.Leases ?? [];
        long leased = _table?.Leased ?? 0, steps = leases.Sum(lease => lease.Points.Count * _plan!.Experiment(lease.Points.First).Steps);
        // Trained, and on their way to the store: not finished for others, yet nobody's to train any more.
        long listing = saved is null ? 0 : Math.Max(0, saved.Ledger.Remaining - _ledger!.Counts.Remaining), listingSteps = listing * (leased > 0 ? steps / leased : 1);
        return new()
        {
            Shard = Shard,
            Version = (_ledger?.Term << 32 ?? 0) + ++_version,
            Ledger = saved?.Ledger ?? new Ledger((_order?.Chosen ?? _order?.Points)?.Count ?? 0),
            Running = Math.Min(leased + listing, saved?.Ledger.Remaining ?? 0),
            RunningSteps = leases.Sum(lease => lease.Progress.StepsDone) + listingSteps,
            RunningStepsTotal = steps + listingSteps,
            Lost = _ledger?.Lost ?? 0,
            FirstFailure = saved?.Failures.FirstOrDefault()?.Message ?? "",
            Trouble = _error,
        };
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: points {Points} are pending again: {Why}")]
    private static partial void PendingAgain(ILogger logger, string shard, PointRanges points, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: another owner has taken it over")]
    private static partial void TakenOver(ILogger logger, string shard);

    [LoggerMessage(Message = "Shard {Shard}: a worker does not answer")]
    private static partial void NotHandedOver(ILogger logger, LogLevel level, string shard, Exception error);

    [LoggerMessage(Message = "Shard {Shard}: the slot broker does not answer")]
    private static partial void NoBroker(ILogger logger, LogLevel level, string shard, Exception error);
}
