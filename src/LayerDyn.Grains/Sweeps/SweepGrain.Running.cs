using System.Text;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Planning;
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
        SweepPlan.LoadResolved(submission.ResolvedYaml, Id); // what cannot be read back leaves nothing in the store
        var paths = new SweepPaths(Id);
        await store.TryCreateAsync(paths.Spec, Encoding.UTF8.GetBytes(submission.SpecYaml));
        await store.TryCreateAsync(paths.Resolved, Encoding.UTF8.GetBytes(submission.ResolvedYaml));
        var plan = await plans.GetAsync(Id);
        int packSize = submission.PackSize > 0 ? submission.PackSize : PackPlanner.ChooseSize(plan);
        var (head, isNew) = await Heads.OpenAsync(new SweepHead
        {
            SweepId = Id,
            PointCount = plan.PointCount,
            PackSize = packSize,
            ShardSize = (long)packSize * options.Value.PacksPerShard,
            State = ManifestState.Active,
            Priority = SweepPriorities.Name(submission.Priority),
            Submitted = time.GetUtcNow().UtcDateTime,
        });
        await shared.EnlistAsync(plan);
        if (isNew && await Task.Run(() => shared.AdoptAsync(plan, head)) is > 0 and var adopted)
            await Heads.UpdateAsync(stored => stored with { Shared = adopted });
        await GoOnAsync();
    }

    /// <summary>Goes on from what the store holds.</summary>
    private async Task GoOnAsync()
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
        _head = await Heads.UpdateAsync(head => head with { State = ManifestState.Active });
        _tally.Read(await ReadWholeAsync());
        _fromStore = _tally.Total.Finished + _tally.Total.Diverged;
        _message = "";
        _state = SweepState.Running;
        Changed();
        _watch ??= this.RegisterGrainTimer(
            _ => SeeToShardsAsync(), new GrainTimerCreationOptions(options.Value.RenewEvery, options.Value.RenewEvery) { KeepAlive = true, Interleave = true });
        if (_tally.Total.Remaining == 0) _ = EndAsync();
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
        if (_state != SweepState.Running || _head is not { } head) return;
        using var scope = logger.SweepScope(Id.Value);
        try
        {
            var plan = await plans.GetAsync(Id);
            // Shards side by side would each have as many slots as the sweep may use in all.
            foreach (int shard in plan.Resources.Slots > 0 ? AtWork().Take(1) : AtWork())
            {
                if (_state != SweepState.Running) return; // stopped meanwhile
                _tally.Take(await ShardOf(shard).OpenAsync(OrderOf(head, shard, plan)));
            }

            if (_tally.Total.Remaining == 0) _ = EndAsync(); // another process may have computed what this one was about to
        }
        catch (StoreException error)
        {
            Break(error.Message);
        }
        catch (Exception error) when (error is TimeoutException or OrleansException or OperationCanceledException)
        {
            ShardAway(logger, this.GetPrimaryKeyString(), error); // asked again soon
        }
    }

    private Task StopAsync(ManifestState decided, SweepState state) => _stopping = StopShardsAsync(decided, state);

    private async Task StopShardsAsync(ManifestState decided, SweepState state)
    {
        if (_starting is { IsCompleted: false } starting) await starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _state = state;
        _head = await Heads.UpdateAsync(head => head with { State = decided });
        await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
        await StopAtWorkAsync();
        StopWatching();
    }

    private async Task StopAtWorkAsync()
    {
        foreach (var stopped in await Task.WhenAll(AtWork().Select(shard => ShardOf(shard).StopAsync())))
            if (stopped.Expected > 0) _tally.Take(stopped);
    }

    private void Break(string message)
    {
        _message = message;
        _state = SweepState.Broken;
        _stopping = StopAtWorkAsync(); // a shard that cannot write what it knows, as to a full disk, has stopped all the same
        StopWatching();
    }

    /// <summary>
    /// Waits for what stops: the failures that are still on their way are those of before. What a stop itself fails with is told to who asked for it.
    /// </summary>
    private async Task StoppedAsync()
    {
        if (_stopping is { IsCompleted: false } stopping) await stopping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private void StopWatching()
    {
        _watch?.Dispose();
        _watch = null;
        Changed();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: a shard does not answer")]
    private static partial void ShardAway(ILogger logger, string sweep, Exception error);
}
