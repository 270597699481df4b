using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Sharing;
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
    IArtifactStore store, PlanCache plans, SharedPoints shared, IOptions<SweepOptions> options, LayerDynMetrics metrics, TimeProvider time,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private readonly ShardTally _tally = new();
    private SweepHead? _head;
    private SweepState _state = SweepState.Unknown;
    private string _message = "";
    private long _fromStore;
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
        if (_state == SweepState.Unknown) await LookUpAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SweepStatus> WatchAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var changed = _changed.Task;
            var status = await GetStatusAsync();
            yield return status;
            if (status.IsAtRest) yield break;
            await Task.Delay(options.Value.StatusEvery, time, cancellationToken);
            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> PauseAsync()
    {
        if (await LookUpAsync() is null || _state is SweepState.Drawing or SweepState.Ended or SweepState.Cancelled) return Status();
        await StopAsync(ManifestState.Paused, SweepState.Paused);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> ResumeAsync()
    {
        await StoppedAsync();
        if (await LookUpAsync() is not null && _state is not (SweepState.Ended or SweepState.Running or SweepState.Drawing)) await OnceAsync(GoOnAsync);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> CancelAsync()
    {
        if (await LookUpAsync() is null || _state is SweepState.Drawing or SweepState.Ended) return Status();
        await StopAsync(ManifestState.Cancelled, SweepState.Drawing);
        if (_tally.Total.Finished + _tally.Total.Diverged > 0) await DrawAsync(SweepState.Cancelled);
        else (_state, _message) = (SweepState.Cancelled, ""); // there is nothing to draw
        Changed();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RetryFailedAsync()
    {
        if (await LookUpAsync() is not { } head || _tally.Total.Failed == 0) return Status();
        var plan = await plans.GetAsync(Id);
        foreach (int shard in _tally.WithFailures().ToArray())
        {
            await ShardOf(shard).OpenAsync(OrderOf(head, shard, plan));
            _tally.Take(await ShardOf(shard).RetryFailedAsync());
        }

        await OnceAsync(GoOnAsync);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> SetPriorityAsync(SweepPriority priority)
    {
        if (await LookUpAsync() is null) return Status();
        _head = await Heads.UpdateAsync(head => head with { Priority = SweepPriorities.Name(priority) });
        await SeeToShardsAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<bool> KeepAsync()
    {
        if (await LookUpAsync() is not { State: ManifestState.Active }) return false;
        if (_stopping is { IsCompleted: false }) return _state != SweepState.Broken; // the head says so soon, or a user must
        if (_state is SweepState.Unknown or SweepState.Paused) await OnceAsync(GoOnAsync);
        return _state is SweepState.Running or SweepState.Drawing;
    }

    /// <inheritdoc/>
    public async Task ShardChangedAsync(ShardStatus status)
    {
        if (_state != SweepState.Running || !_tally.Take(status)) return;
        if (status.Trouble.Length > 0)
        {
            Break(status.Trouble);
            return;
        }

        Changed();
        if (_tally.Total.Remaining == 0) await EndAsync();
        else if (status.Remaining == 0) await SeeToShardsAsync();
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Sweeps.Forget(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    private Task OnceAsync(Func<Task> start) =>
        _state is SweepState.Running or SweepState.Drawing ? Task.CompletedTask
        : _starting is { IsCompleted: false } starting ? starting
        : _starting = OnceStoppedAsync(start);

    private async Task OnceStoppedAsync(Func<Task> start)
    {
        await StoppedAsync();
        await start();
    }

    /// <summary>The shards that are open, or are to be: the first of those with points due.</summary>
    private int[] AtWork() => [.. _tally.Unfinished().Take(options.Value.ShardsAtOnce)];

    private ISweepShardGrain ShardOf(int shard) => GrainFactory.GetGrain<ISweepShardGrain>($"{this.GetPrimaryKeyString()}/{shard}");
}
