using System.Text;
using LayerDyn.Contracts.Curves;
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
    // A minute of asking: a silo that is lost is known to be long before.
    private const int MostDrawings = 30;

    private readonly ShardTally _tally = new();
    private SweepHead? _head;
    private SweepState _state = SweepState.Unknown;
    private string _message = "";
    private long _fromStore;
    private Task? _starting;
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
        if (await LookUpAsync() is null || _state is SweepState.Ended or SweepState.Cancelled) return Status();
        await StopAsync(ManifestState.Paused, SweepState.Paused);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> ResumeAsync()
    {
        if (await LookUpAsync() is not null && _state is not (SweepState.Ended or SweepState.Running or SweepState.Drawing)) await OnceAsync(GoOnAsync);
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> CancelAsync()
    {
        if (await LookUpAsync() is null || _state == SweepState.Ended) return Status();
        await StopAsync(ManifestState.Cancelled, SweepState.Drawing);
        if (_tally.Finished + _tally.Diverged > 0) await DrawAsync(SweepState.Cancelled);
        else (_state, _message) = (SweepState.Cancelled, ""); // there is nothing to draw
        Changed();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RetryFailedAsync()
    {
        if (await LookUpAsync() is not { } head || _tally.Failed == 0) return Status();
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
        if (_tally.Remaining == 0) await EndAsync();
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
        : _starting = start();

    private async Task BeginAsync(SweepSubmission submission)
    {
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
        var paths = new SweepPaths(Id);
        await store.TryCreateAsync(paths.ActiveMark, Encoding.UTF8.GetBytes(Id.Value));
        _head = await Heads.UpdateAsync(head => head with { State = ManifestState.Active });
        _tally.Read((await new ManifestStore(store, Id).TryReadAsync())!);
        _fromStore = _tally.Finished + _tally.Diverged;
        _message = "";
        _state = SweepState.Running;
        Changed();
        _watch ??= this.RegisterGrainTimer(
            _ => SeeToShardsAsync(), new GrainTimerCreationOptions(options.Value.RenewEvery, options.Value.RenewEvery) { KeepAlive = true, Interleave = true });
        if (_tally.Remaining == 0) _ = EndAsync();
        else await SeeToShardsAsync();
    }

    /// <summary>Opens the next shards, and again those that are open: one whose silo is gone comes back to life elsewhere.</summary>
    private async Task SeeToShardsAsync()
    {
        if (_state != SweepState.Running || _head is not { } head) return;
        try
        {
            var plan = await plans.GetAsync(Id);
            foreach (int shard in AtWork())
                _tally.Take(await ShardOf(shard).OpenAsync(OrderOf(head, shard, plan)));
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

    private async Task StopAsync(ManifestState decided, SweepState state)
    {
        _state = state;
        _head = await Heads.UpdateAsync(head => head with { State = decided });
        await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
        foreach (var stopped in await Task.WhenAll(AtWork().Select(shard => ShardOf(shard).StopAsync())))
            if (stopped.Expected > 0) _tally.Take(stopped);
        StopWatching();
    }

    private async Task EndAsync()
    {
        if (_state != SweepState.Running) return;
        _state = SweepState.Drawing;
        Changed();
        await DrawAsync(SweepState.Ended);
    }

    private async Task DrawAsync(SweepState then)
    {
        using var scope = logger.SweepScope(Id.Value);
        using var span = LayerDynActivities.Draw(Id.Value);
        try
        {
            var curves = await CurvesAsync();
            var stored = (await new ManifestStore(store, Id).TryReadAsync())!;
            await SweepSummary.WriteAsync(store, await plans.GetAsync(Id), Status() with { State = then }, stored.Manifest.Failures, curves);
            if (then == SweepState.Ended) _head = await Heads.UpdateAsync(head => head with { State = ManifestState.Ended });
            await store.DeleteAsync(new SweepPaths(Id).ActiveMark);
            _state = then;
        }
        catch (Exception error)
        {
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, error.Message);
            Break(error.Message);
        }

        StopWatching();
    }

    /// <summary>Has the curves drawn, again elsewhere when the silo that drew them is lost.</summary>
    private async Task<IReadOnlyList<CurveReport>> CurvesAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await GrainFactory.GetGrain<ICurveGrain>(this.GetPrimaryKeyString()).DrawAsync();
            }
            catch (OrleansException error) when (attempt < MostDrawings)
            {
                CurvesAway(logger, this.GetPrimaryKeyString(), error);
            }

            await Task.Delay(options.Value.RenewEvery, time);
        }
    }

    private void Break(string message)
    {
        _message = message;
        _state = SweepState.Broken;
        foreach (int shard in AtWork()) _ = ShardOf(shard).StopAsync();
        StopWatching();
    }

    private void StopWatching()
    {
        _watch?.Dispose();
        _watch = null;
        Changed();
    }

    /// <summary>The shards that are open, or are to be: the first of those with points due.</summary>
    private int[] AtWork() => [.. _tally.Unfinished().Take(options.Value.ShardsAtOnce)];

    private ISweepShardGrain ShardOf(int shard) => GrainFactory.GetGrain<ISweepShardGrain>($"{this.GetPrimaryKeyString()}/{shard}");

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: its curves were not drawn")]
    private static partial void CurvesAway(ILogger logger, string sweep, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: a shard does not answer")]
    private static partial void ShardAway(ILogger logger, string sweep, Exception error);
}
