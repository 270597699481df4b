using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Cluster;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Sweeps;

/// <inheritdoc cref="ISweepGrain"/>
[Reentrant]
public sealed partial class SweepGrain(
    IArtifactStore store, PlanCache plans, SharedPoints shared, RefinedSweep refined, ClusterSlots cluster, IOptions<SweepOptions> options, SweepKeeping keeping, LayerDynMetrics metrics,
    TimeProvider time, ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private ShardTally _tally = new();
    private SweepHead? _head;
    private SweepLife _life = new();
    private long _fromStore;
    private int _run; // counts up each time that it goes on: what fails on behalf of an earlier one is over
    private Task? _starting;
    private Task? _stopping;
    private IGrainTimer? _watch;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SweepId Id => SweepId.Parse(this.GetPrimaryKeyString());

    private SweepHeadStore Heads => new(store, Id);

    /// <inheritdoc/>
    public async Task<SweepStatus> StartAsync(SweepSubmission submission)
    {
        await OnceAsync(() => BeginAsync(submission));
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> GetStatusAsync()
    {
        // One whose silo was lost is not paused: whoever asks first sees to it, and not only the keeper's next look.
        if (_life.State == SweepState.Unknown && await LookUpAsync() is { State: ManifestState.Active } && keeping.IsOn) await KeepAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepStatus> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = _changed.Task;
            var status = await GetStatusAsync();
            if (status.State == SweepState.Paused)
            {
                await StoppedAsync(); // what is on its way is committed then, and what was decided is in the store
                status = Status();
            }

            yield return status;
            if (status.IsIdle || _head is null) yield break; // it was deleted
            await Task.Delay(options.Value.StatusEvery, time, cancellationToken);
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> PauseAsync()
    {
        if (await LookUpAsync() is not null && _life.MayPause) await StopAsync(ManifestState.Paused, _life.Pause);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> ResumeAsync()
    {
        await StoppedAsync();
        if (await LookUpAsync() is not null && _life.State != SweepState.Completed) await OnceAsync(ResumeAdmittedAsync);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> CancelAsync()
    {
        if (await LookUpAsync() is null || !_life.MayCancel || !await StopAsync(ManifestState.Cancelled, _life.Cancel)) return Status();
        if (_tally.Total.Ledger.Committed > 0) await DrawAsync(SweepState.Cancelled);
        else _life.Drawn(); // there is nothing to draw
        Changed();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RetryFailedAsync()
    {
        if (await LookUpAsync() is not { } head || _tally.Total.Ledger.Failed == 0) return Status();
        var plan = await plans.GetAsync(Id);
        if (_life.IsAtWork) await RetryAsync(head, plan);
        else await AdmittedAsync(plan, head.Owner, plan.MayRun(_tally.Total.Ledger with { Failed = 0 }), () => RetryAsync(head, plan));
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> SetPriorityAsync(SweepPriority priority)
    {
        if (await LookUpAsync() is null) return Status();
        string name = SweepPriorities.Name(priority);
        _head = await WriteAsync(Action("priority", name), head => head with { Priority = name });
        await SeeToShardsAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> LabelAsync(LabelChange change)
    {
        if (await LookUpAsync() is null) return Status();
        var (now, by) = (time.GetUtcNow().UtcDateTime, Caller.Name);
        _head = await Heads.UpdateAsync(head => head.Labelled(change, now, by));
        Changed();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<bool> KeepAsync()
    {
        if (await LookUpAsync() is null)
        {
            await KeepDeletingAsync();
            return false;
        }

        if (_head is not { State: ManifestState.Active }) return false;
        if (_stopping is { IsCompleted: false }) return _life.State != SweepState.Broken; // the head says so soon, or a user must
        if (_life.State is SweepState.Unknown or SweepState.Paused) await OnceAsync(() => GoOnAsync(kept: true));
        return _life.IsAtWork;
    }

    /// <inheritdoc/>
    public async Task ShardChangedAsync(ShardStatus status)
    {
        if (_life.State != SweepState.Running || !_tally.Take(status)) return;
        if (status.Trouble.Length > 0)
        {
            if (_tally.HasAnswered(status.Shard)) Break(status.Trouble);
            return; // else it is opened soon, and says then whether it still has any
        }

        Changed();
        if (_tally.Total.Ledger.Remaining <= 0) await EndAsync();
        else if (status.Ledger.Failed > 0 && Reached() is { } limit) await StopAtAsync(limit);
        else if (status.Ledger.Remaining <= 0) await SeeToShardsAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Sweeps.Forget(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    private async Task ResumeAdmittedAsync()
    {
        var plan = await plans.GetAsync(Id);
        await AdmittedAsync(plan, _head!.Owner, MayRun(plan), () => GoOnAsync("resumed"));
    }

    private async Task RetryAsync(SweepHead head, SweepPlan plan)
    {
        foreach (int shard in _tally.WithFailures().ToArray()) _tally.TakeAnswer(await ShardOf(shard).RetryFailedAsync(OrderOf(head, shard, plan)));
        _head = await WriteAsync(Action("retried"), head => head with { FailedBefore = 0 });
        await OnceAsync(() => GoOnAsync());
    }

    private Task OnceAsync(Func<Task> start) =>
        _life.IsAtWork ? Task.CompletedTask
        : _starting is { IsCompleted: false } starting ? starting
        : _starting = OnceStoppedAsync(start);

    private async Task OnceStoppedAsync(Func<Task> start)
    {
        await StoppedAsync();
        await start();
    }

    /// <summary>The shards that are open, or are to be: enough for the cluster's slots.</summary>
    private IReadOnlyList<int> AtWork() => _tally.AtWork(options.Value.ShardsFor(cluster.Silos().Sum(silo => silo.Slots.Count)));

    private IShardGrain ShardOf(int shard) => GrainFactory.GetGrain<IShardGrain>($"{this.GetPrimaryKeyString()}/{shard}");
}
