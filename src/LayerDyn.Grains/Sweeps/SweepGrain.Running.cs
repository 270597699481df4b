using System.Text;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Sweeps;

/// <summary>From the start, through seeing to the shards that are at work, to a stop.</summary>
public sealed partial class SweepGrain
{
    private async Task BeginAsync(SweepSubmission submission)
    {
        using var scope = logger.SweepScope(Id.Value);
        var planned = SweepPlan.LoadResolved(submission.ResolvedYaml, Id).Bind(); // what cannot be read back, or is refused, leaves nothing in the store
        var known = await LookUpAsync();
        await AdmittedAsync(planned, known?.Owner ?? submission.Owner, known is null ? planned.MostRun : MayRun(planned), () => BeginAsync(submission, planned.Limits));
    }

    private async Task BeginAsync(SweepSubmission submission, RunLimits limits)
    {
        var paths = new SweepPaths(Id);
        if (await Heads.TryReadAsync() is { State: ManifestState.Deleting }) await new SweepDeletion(store, Id).FinishAsync(); // as its silo was lost
        await store.TryCreateAsync(paths.Spec, Encoding.UTF8.GetBytes(submission.SpecYaml));
        await store.TryCreateAsync(paths.Resolved, Encoding.UTF8.GetBytes(submission.ResolvedYaml));
        var plan = await plans.GetAsync(Id);
        int batchSize = submission.BatchSize > 0 ? submission.BatchSize : BatchPlanner.ChooseSize(plan);
        var (head, isNew) = await Heads.OpenAsync(await refined.BeginAsync(plan, new SweepHead
        {
            SweepId = Id,
            PointCount = plan.PointCount,
            BatchSize = batchSize,
            ShardSize = (long)batchSize * options.Value.BatchesPerShard,
            State = ManifestState.Active,
            Owner = submission.Owner,
            Variant = submission.Variant,
            Set = submission.Set ?? [],
            Command = submission.Command,
            Limits = limits,
            Priority = SweepPriorities.Name(submission.Priority),
            Submitted = time.GetUtcNow().UtcDateTime,
        }));
        if (head.Limits != limits) await Heads.UpdateAsync(stored => stored with { Limits = limits });
        if (!isNew && head.Files.TryGetValue(paths.Spec.Name, out var seal) && await store.TryReadAsync(paths.Spec) is { } kept && seal.Check(kept.Content.Span) is not null)
            await store.WriteAsync(paths.Spec, Encoding.UTF8.GetBytes(submission.SpecYaml)); // damaged: the same sweep, as it is submitted now
        await shared.EnlistAsync(plan);
        if (isNew && await Task.Run(() => shared.AdoptAsync(plan, head)) is > 0 and var adopted)
            await Heads.UpdateAsync(stored => stored with { Shared = adopted });
        await GoOnAsync("submitted");
    }

    /// <summary>Begins, or goes on, if its owner may have it at work. One that has nothing to train is drawn, and asks for nothing.</summary>
    /// <exception cref="QuotaExceededException">Not now.</exception>
    private async Task AdmittedAsync(SweepPlan plan, string owner, long points, Func<Task> begin)
    {
        if (points == 0 || !options.Value.QuotaOf(owner).AdmitsSweeps)
        {
            await begin();
            return;
        }

        var grain = GrainFactory.GetGrain<IOwnerGrain>(owner);
        if (await grain.AdmitAsync(new SweepClaim(Id.Value, points, RecordSize.Of(plan, points))) is { } refusal) throw new QuotaExceededException(refusal);
        try
        {
            await begin();
        }
        finally
        {
            await grain.BegunAsync(Id.Value);
        }
    }

    /// <summary>Points that it may have at work if it goes on.</summary>
    private long MayRun(SweepPlan plan) => _life.State == SweepState.Completed ? _tally.Total.Ledger.Remaining : plan.MayRun(_tally.Total.Ledger);

    /// <summary>Goes on from what the store holds.</summary>
    /// <param name="asked">What somebody did that it goes on; null where that is known already, or nobody did: it was running when its silo was lost.</param>
    /// <param name="kept">Whether its limits go on counting, too.</param>
    private async Task GoOnAsync(string? asked = null, bool kept = false)
    {
        using var scope = logger.SweepScope(Id.Value);
        using var span = LayerDynActivities.Begin(Id.Value);
        if ((await plans.GetAsync(Id)).Numerics != NumericsVersion.Current)
        {
            Break($"sweep {Id} was begun by a build of another numerics version, whose results are not mixed with those of this one: submit its spec again");
            return;
        }

        var paths = new SweepPaths(Id);
        await store.TryCreateAsync(paths.ActiveMark, Encoding.UTF8.GetBytes(Id.Value));
        _tally.Read(await ReadWholeAsync());
        _fromStore = _tally.Total.Ledger.Committed;
        SweepHead Begun(SweepHead head) =>
            OnThese(kept ? head with { State = ManifestState.Active } : head.Begin(LimitsOf(head), _tally.Total.Ledger.Failed, time.GetUtcNow().UtcDateTime));
        _head = asked is null ? await Heads.UpdateAsync(Begun) : await WriteAsync(Action(asked), Begun);
        _life.Begin();
        _run++;
        Changed();
        _watch ??= this.RegisterGrainTimer(
            _ => SeeToShardsAsync(), new GrainTimerCreationOptions(options.Value.RenewEvery, options.Value.RenewEvery) { KeepAlive = true, Interleave = true });
        if (_tally.Total.Ledger.Remaining <= 0) _ = EndAsync();
        else await SeeToShardsAsync();
    }

    /// <summary>What is committed; the points of segments whose files are gone are pending again.</summary>
    private async Task<StoredSweep> ReadWholeAsync()
    {
        var audit = await new SweepAudit(store, Id).RunAsync(deep: false);
        if (audit.Damaged.Count == 0) return audit.Stored;
        foreach (var damage in audit.Damaged) DamageFound(logger, Id.Value, damage.Segment.Points, damage.Damage);
        await new SweepRepair(store, Id).DropAsync(audit.Stored.Head, audit.Damaged);
        return await new ManifestStore(store, Id).ReadAsync();
    }

    /// <summary>Opens the next shards, and again those that are open: one whose silo is gone comes back to life elsewhere.</summary>
    private async Task SeeToShardsAsync()
    {
        if (_life.State != SweepState.Running || _head is not { } head) return;
        using var scope = logger.SweepScope(Id.Value);
        int run = _run;
        try
        {
            if (Reached() is { } limit)
            {
                await StopAtAsync(limit);
                return;
            }

            var plan = await plans.GetAsync(Id);
            // Shards side by side would each have as many slots as the sweep may use in all.
            foreach (int shard in plan.Resources.Slots > 0 ? AtWork().Take(1) : AtWork())
            {
                if (_life.State != SweepState.Running) return; // stopped meanwhile
                var status = await ShardOf(shard).OpenAsync(OrderOf(_head ?? head, shard, plan));
                if (run != _run) return; // stopped, and resumed
                if (!_tally.TakeAnswer(status) || status.Trouble.Length == 0 || _life.State != SweepState.Running) continue;
                Break(status.Trouble);
                return;
            }

            if (_tally.Total.Ledger.Remaining <= 0) _ = EndAsync(); // another process may have computed what this one was about to
        }
        catch (StoreException error)
        {
            if (run == _run && _life.State == SweepState.Running) Break(error.Message);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or OperationCanceledException)
        {
            ShardAway(logger, cluster.LevelOfSilence, this.GetPrimaryKeyString(), error); // asked again soon
        }
    }

    /// <param name="what">What is done.</param>
    /// <param name="detail">More of it.</param>
    /// <param name="by">Who does it: whoever's call this is where it is not said, nobody where it is empty.</param>
    private SweepAction Action(string what, string detail = "", string? by = null) => new(time.GetUtcNow().UtcDateTime, what, by ?? Caller.Name, detail);

    /// <summary>Adds to the sweep's history, with what else of its head changes by that, and says so in the log once it is durable.</summary>
    private async Task<SweepHead> WriteAsync(SweepAction action, Func<SweepHead, SweepHead> change)
    {
        var head = await Heads.UpdateAsync(head => change(head.After(action)));
        Tell(action);
        return head;
    }

    private void Tell(SweepAction action) => Happened(
        logger, Id.Value, action.What, action.Detail.Length > 0 ? $": {action.Detail}" : "", action.By.Length > 0 ? $", by {action.By}" : "");

    /// <summary>With the silos of now, where they have something to compute, or had.</summary>
    private SweepHead OnThese(SweepHead head) => _tally.Total.Ledger.Remaining > 0 || _tally.Total.Ledger.Committed > _fromStore
        ? head with { Hardware = SweepHardware.Union(head.Hardware, cluster.Hardware()) } : head;

    private string? Reached() =>
        _head is { } head ? ReachedLimit.Of(head, LimitsOf(head), _tally.Total.Ledger.Failed, _tally.FirstFailure, time.GetUtcNow().UtcDateTime) : null;

    /// <summary>A limit is reached: the sweep is paused, until somebody resumes it.</summary>
    private async Task StopAtAsync(string limit)
    {
        try
        {
            await StopAsync(ManifestState.Paused, _life.Pause, limit);
        }
        catch (StoreException error)
        {
            Break(error.Message);
        }
    }

    /// <summary>Stops its shards, unless it cannot be stopped any more when what begins has begun.</summary>
    private Task<bool> StopAsync(ManifestState decided, Func<bool> stop, string reached = "")
    {
        var stopping = StopShardsAsync(decided, stop, reached);
        _stopping = stopping;
        return stopping;
    }

    private async Task<bool> StopShardsAsync(ManifestState decided, Func<bool> stop, string reached)
    {
        await RestAsync(_starting);
        await RestAsync(_choosing);
        if (!stop()) return false;
        string? by = reached.Length > 0 ? "" : null; // nobody, whoever's call it was that told of the last failure
        var action = Action(decided == ManifestState.Cancelled ? "cancelled" : "paused", reached, by);
        _head = await WriteAsync(action, head => head with { State = decided, Reached = reached });
        await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
        await StopAtWorkAsync();
        StopWatching();
        return true;
    }

    // Also those that an activation before this one has opened, when there were more slots.
    private Task StopAtWorkAsync() => Task.WhenAll(AtWork().Union(_tally.Opened()).Select(StopShardAsync));

    private async Task StopShardAsync(int shard)
    {
        var stopped = await ShardOf(shard).StopAsync();
        if (stopped.Ledger.Expected > 0 && _tally.Take(stopped)) return;
        // Its owner closed it on its own, or lost it: what it said last may be on its way still, and is not heard by a sweep that does not run.
        var stored = await new ShardManifestStore(store, Id, shard).TryReadAsync();
        _tally.Read(shard, stored is null ? ManifestStore.Empty(_head!, shard) : stored.Manifest with { Chosen = _head!.ChosenOf(shard) });
    }

    private void Break(string message)
    {
        _life.Break(message);
        Broken(logger, Id.Value, message);
        _stopping = StopAtWorkAsync(); // a shard that cannot write what it knows, as to a full disk, has stopped all the same
        StopWatching();
    }

    /// <summary>
    /// Waits for what stops: the failures that are still on their way are those of before. What a stop itself fails with is told to who asked for it.
    /// And for a round that is being chosen, which reads what may be deleted next.
    /// </summary>
    private async Task StoppedAsync()
    {
        await RestAsync(_stopping);
        await RestAsync(_choosing);
    }

    private static async Task RestAsync(Task? task)
    {
        if (task is { IsCompleted: false }) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void StopWatching()
    {
        _watch?.Dispose();
        _watch = null;
        Changed();
    }

    [LoggerMessage(Level = LogLevel.Information, EventName = SweepLog.History, Message = "Sweep {Sweep}: {What}{Detail}{By}")]
    private static partial void Happened(ILogger logger, string sweep, string what, string detail, string by);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep} is broken: {Why}")]
    private static partial void Broken(ILogger logger, string sweep, string why);

    [LoggerMessage(Message = "Sweep {Sweep}: a shard does not answer")]
    private static partial void ShardAway(ILogger logger, LogLevel level, string sweep, Exception error);
}
