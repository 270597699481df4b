using System.Text;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Planning;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Sweeps;

/// <summary>
/// Where a sweep is scheduled: feeds a bounded window of packs to the cluster, commits what comes back, and has the curves drawn
/// at the end. Its ledger lives in the store; reentrant, so that commits of many packs share one write.
/// </summary>
[Reentrant]
public sealed partial class SweepGrain(
    IArtifactStore store,
    PlanCache plans,
    LanePool lanes,
    IOptions<SweepOptions> options,
    TimeProvider time,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    private readonly Dictionary<string, RunningPack> _running = [];
    private SweepLedger? _ledger;
    private SweepPlan? _plan;
    private PackQueue? _queue;
    private SweepState _state = SweepState.Unknown;
    private string _message = "";
    private long _fromStore;
    private int _attempts;
    private Task<SweepStatus>? _starting;
    private IGrainTimer? _watch;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SweepId Id => SweepId.Parse(this.GetPrimaryKeyString());

    /// <inheritdoc/>
    public Task<SweepStatus> StartAsync(SweepSubmission submission)
    {
        if (_state == SweepState.Running) return GetStatusAsync();
        return _starting is { IsCompleted: false } ? _starting : _starting = OpenAsync(submission);
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> GetStatusAsync()
    {
        if (_ledger is null && await SweepLedger.TryReadAsync(store, Id) is { } stored) _ledger ??= stored;
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
        if (_state != SweepState.Running) return await GetStatusAsync();
        _state = SweepState.Paused;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
        while (_running.Count > 0) await _changed.Task;
        await _ledger!.SaveAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<SweepStatus> RetryFailedAsync()
    {
        if (_ledger is null) return Status();
        foreach (long index in _ledger.ForgetFailures()) _queue?.Return(PackQueue.NameOf(index / _ledger.PackSize));
        await _ledger.SaveAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async Task ReportAsync(PackReport report)
    {
        if (_ledger is null) return; // another life of this grain: the pack is handed out again when the sweep is
        _ledger.Commit(report);
        if (report.Committed.Length > 0 || report.Failures.Count > 0) await _ledger.SaveAsync();
        if (_running.TryGetValue(report.Pack, out var pack) && pack.Attempt == report.Attempt)
        {
            _running.Remove(report.Pack);
            _queue!.Return(report.Pack); // a settled pack is skipped when its turn comes
        }

        if (report.Trouble is { } trouble) Break(trouble);
        if (report.Segment.Length > 0) _ = GrainFactory.GetGrain<ICurveGrain>(this.GetPrimaryKeyString()).FoldAsync([report.Segment]);
        Changed();
        Pump();
    }

    /// <inheritdoc/>
    public Task HeartbeatAsync(string pack, int attempt, long stepsDone)
    {
        if (_running.TryGetValue(pack, out var running) && running.Attempt == attempt)
        {
            running.LastHeard = time.GetTimestamp();
            running.StepsDone = stepsDone;
            Changed();
        }

        return Task.CompletedTask;
    }

    private async Task<SweepStatus> OpenAsync(SweepSubmission submission)
    {
        await store.TryCreateAsync(new SweepPaths(Id).Spec, Encoding.UTF8.GetBytes(submission.SpecYaml), CancellationToken.None);
        await store.TryCreateAsync(new SweepPaths(Id).Resolved, Encoding.UTF8.GetBytes(submission.ResolvedYaml), CancellationToken.None);
        _plan = await plans.GetAsync(Id);
        int packSize = submission.PackSize > 0 ? submission.PackSize : PackPlanner.ChooseSize(_plan);
        _ledger = await SweepLedger.OpenAsync(store, Id, _plan.PointCount, packSize);
        _queue = new PackQueue(_plan.PointCount, _ledger.PackSize);
        _fromStore = _ledger.Finished + _ledger.Diverged;
        _message = "";
        _state = SweepState.Running;
        _watch ??= this.RegisterGrainTimer(
            LookForSilence, new GrainTimerCreationOptions(options.Value.WatchEvery, options.Value.WatchEvery) { KeepAlive = true, Interleave = true });
        Pump();
        return Status();
    }

    /// <summary>Hands out packs while the window has room; ends the sweep when nothing is left.</summary>
    private void Pump()
    {
        if (_state != SweepState.Running) return;
        int window = Math.Max(1, lanes.Count * options.Value.PacksPerLane);
        while (_running.Count < window && _queue!.Next(_ledger!.Settled) is { } pack) Dispatch(pack.Name, pack.Points);
        if (_running.Count == 0 && _ledger!.Remaining == 0) _ = EndAsync();
    }

    private void Dispatch(string pack, List<long> points)
    {
        var messages = points.ConvertAll(index => new PointMessage(index, _plan!.PointText(index)));
        var assignment = new PackAssignment(this.GetPrimaryKeyString(), pack, ++_attempts, messages);
        long steps = points.Count * _plan!.Experiment(points[0]).Steps;
        _running[pack] = new RunningPack { Attempt = _attempts, Points = points.Count, Steps = steps, LastHeard = time.GetTimestamp() };
        _ = StartPackAsync(assignment);
    }

    private async Task StartPackAsync(PackAssignment assignment)
    {
        try
        {
            await ExperimentOf(assignment.Pack).StartAsync(assignment);
        }
        catch (Exception error)
        {
            // Not handed over (or not known to be): silence returns the pack to the queue.
            NotStarted(logger, assignment.SweepId, assignment.Pack, error);
        }
    }

    private Task LookForSilence(CancellationToken cancellationToken)
    {
        foreach (var (name, pack) in _running.ToArray())
        {
            if (time.GetElapsedTime(pack.LastHeard) < options.Value.SilenceLimit) continue;
            Silent(logger, this.GetPrimaryKeyString(), name);
            _running.Remove(name);
            _queue!.Return(name);
        }

        Pump();
        return Task.CompletedTask;
    }

    private async Task EndAsync()
    {
        _state = SweepState.Drawing;
        Changed();
        try
        {
            var curves = await GrainFactory.GetGrain<ICurveGrain>(this.GetPrimaryKeyString()).DrawAsync();
            await SweepSummary.WriteAsync(store, _plan!, Status() with { State = SweepState.Ended }, _ledger!.Failures, curves);
            _state = SweepState.Ended;
        }
        catch (Exception error)
        {
            Break(error.Message);
        }

        _watch?.Dispose();
        _watch = null;
        Changed();
    }

    private void Break(string message)
    {
        _message = message;
        _state = SweepState.Broken;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
    }

    private IExperimentGrain ExperimentOf(string pack) => GrainFactory.GetGrain<IExperimentGrain>($"{this.GetPrimaryKeyString()}/{pack}");

    private void Changed()
    {
        _changed.TrySetResult();
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private SweepStatus Status() => new()
    {
        SweepId = this.GetPrimaryKeyString(),
        State = _state == SweepState.Unknown && _ledger is not null ? SweepState.Paused : _state,
        Expected = _ledger?.Expected ?? 0,
        Finished = _ledger?.Finished ?? 0,
        Diverged = _ledger?.Diverged ?? 0,
        Failed = _ledger?.Failures.Count ?? 0,
        Running = _running.Values.Sum(pack => (long)pack.Points),
        FromStore = _fromStore,
        RunningSteps = _running.Values.Sum(pack => pack.StepsDone),
        RunningStepsTotal = _running.Values.Sum(pack => pack.Steps),
        Message = _message.Length > 0 ? _message : _ledger?.Failures.FirstOrDefault()?.Message ?? "",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: pack {Pack} could not be handed over")]
    private static partial void NotStarted(ILogger logger, string sweep, string pack, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: pack {Pack} gave no sign of life; it is handed out again")]
    private static partial void Silent(ILogger logger, string sweep, string pack);
}
