using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Sweeps;

/// <inheritdoc cref="ISweepShardGrain"/>
[Reentrant]
public sealed partial class SweepShardGrain(
    IArtifactStore store,
    PlanCache plans,
    ClusterSlots cluster,
    IOptions<SweepOptions> options,
    LayerDynMetrics metrics,
    TimeProvider time,
    ILogger<SweepShardGrain> logger) : Grain, ISweepShardGrain
{
    private readonly Dictionary<string, RunningPack> _running = [];
    private readonly Dictionary<string, PackBlame> _blame = [];
    private readonly HashSet<string> _inherited = [];
    private IReadOnlyList<SlotGrant> _grants = [];
    private ShardOrder? _order;
    private ShardLedger? _ledger;
    private SweepPlan? _plan;
    private PackQueue? _queue;
    private Task<ShardStatus>? _opening;
    private IGrainTimer? _watch;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _open;
    private bool _told;
    private long _attempts;
    private long _version;
    private long _lastDemand;
    private string _trouble = "";

    private string Key => this.GetPrimaryKeyString();

    private SweepId Sweep => SweepId.Parse(Key[..Key.IndexOf('/')]);

    private int Shard => int.Parse(Key.AsSpan(Key.IndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<ShardStatus> OpenAsync(ShardOrder order)
    {
        // With nothing pending, what it knows may be out of date: the files of a sweep are looked through before it is completed.
        if (_open && _ledger!.Saved.Remaining > 0)
        {
            bool changed = _order!.Priority != order.Priority;
            _order = order;
            if (changed) await DemandAsync();
            return Status();
        }

        return await (_opening is { IsCompleted: false } ? _opening : _opening = TakeOverAsync(order));
    }

    /// <inheritdoc/>
    public async Task<ShardStatus> StopAsync()
    {
        if (_opening is { IsCompleted: false }) await ((Task)_opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _open = false;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
        while (_running.Count > 0) await _idle.Task;
        _trouble = ""; // the sweep knows, and may be told to go on
        await CloseAsync();
        if (_ledger is not null && !await WriteAsync()) LetGo();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<ShardStatus> RetryFailedAsync()
    {
        if (_ledger is null) return Status();
        foreach (long index in _ledger.ForgetFailures())
        {
            string pack = _queue!.NameOf(index);
            _blame.Remove(pack);
            _queue.Return(pack);
        }

        if (!await SaveAsync()) return Status();
        await DemandAsync();
        Pump();
        return Status();
    }

    /// <inheritdoc/>
    public Task GrantAsync(IReadOnlyList<SlotGrant> grants)
    {
        _grants = grants;
        Pump();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task ReportAsync(PackReport report)
    {
        if (_ledger is null) throw NotListed(report); // another life of this shard: the pack is handed out again when the sweep is
        bool current = _running.TryGetValue(report.Pack, out var pack) && pack.Attempt == report.Attempt;
        bool saved = true;
        long results = _ledger.Finished + _ledger.Diverged;
        using (LayerDynActivities.Settle(Sweep.Value, report.Pack, pack?.Span ?? default))
        {
            bool changed = Commit(report);
            results = _ledger.Finished + _ledger.Diverged - results;
            // One that only waited for a lane was no attempt.
            if (current && !changed && report.Committed.Length == 0 && (report.Steps > 0 || report.Trouble is not null))
                Note(report.Pack, pack!, AttemptOutcome.Interrupted, report.Trouble ?? "it was told to stop, by a pause or because its silo stopped")?.Dispose();
            if (changed || report.Committed.Length > 0) saved = await SaveAsync(); // one that comes again may not have been saved before
        }

        if (_ledger is null) throw NotListed(report);
        bool superfluous = !current && pack is not null && _queue!.Open(report.Pack, _ledger.Settled).Count == 0; // an older attempt has done all of it
        if (superfluous) _ = ExperimentOf(report.Pack).AbandonAsync(pack!.Attempt);
        if (current || superfluous)
        {
            Take(report.Pack);
            _queue!.Return(report.Pack); // a settled pack is skipped when its turn comes
        }

        if (report.Trouble is { } trouble && report.Attempt > _ledger.Epoch << 32) Stop(trouble); // what failed before the shard was opened is tried again
        // A segment that is not listed, as of a pack that was handed out twice, does not count.
        if (results > 0 && saved && _ledger.Segment(report.Segment) is { } segment) _ = GrainFactory.GetGrain<ICurveGrain>(Sweep.Value).FoldAsync([SegmentRefs.Of(segment)], current ? pack!.Silo : null);
        Changed();
        Pump();
        if (!saved) throw NotListed(report);
    }

    /// <inheritdoc/>
    public Task PulseAsync(PackPulse pulse)
    {
        if (!_running.TryGetValue(pulse.Pack, out var pack) || pack.Attempt != pulse.Attempt) return Task.CompletedTask;
        var before = pack.Stage;
        pack.Hear(pulse, time.GetTimestamp());
        if (before != pack.Stage) Pump();
        Changed();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Packs.Closed(Key);
        // A silo that is told to stop has given its packs back: the next owner must not take them for lost.
        if (_ledger is not null && !_written) await TryWriteAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static InvalidOperationException NotListed(PackReport report) => new($"the shard could not list the results of pack {report.Pack}: its points stay due");

    /// <summary>The grain that has a pack, or is to have it: another one after each hang, so that it can be elsewhere while that one is still there.</summary>
    private IExperimentGrain ExperimentOf(string pack) => GrainFactory.GetGrain<IExperimentGrain>(
        _blame.GetValueOrDefault(pack).Hangs is > 0 and var hangs ? $"{Sweep}/{pack}/{hangs}" : $"{Sweep}/{pack}");
}
