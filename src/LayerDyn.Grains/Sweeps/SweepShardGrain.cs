using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Planning;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Runtime.Placement;

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
    private long _lost;
    private long _lastDemand;
    private string _trouble = "";

    private string Key => this.GetPrimaryKeyString();

    private SweepId Sweep => SweepId.Parse(Key[..Key.IndexOf('/')]);

    private int Shard => int.Parse(Key.AsSpan(Key.IndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<ShardStatus> OpenAsync(ShardOrder order)
    {
        if (_open)
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
        _open = false;
        foreach (string pack in _running.Keys) _ = ExperimentOf(pack).InterruptAsync();
        while (_running.Count > 0) await _idle.Task;
        await CloseAsync();
        if (_ledger is not null && !await _ledger.SaveAsync()) LetGo();
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
        if (_ledger is null) return; // another life of this shard: the pack is handed out again when the sweep is
        bool current = _running.TryGetValue(report.Pack, out var pack) && pack.Attempt == report.Attempt;
        bool saved = true;
        long results = _ledger.Finished + _ledger.Diverged;
        using (LayerDynActivities.Settle(Sweep.Value, report.Pack, pack?.Span ?? default))
        {
            bool changed = Commit(report);
            results = _ledger.Finished + _ledger.Diverged - results;
            if (changed) saved = await SaveAsync();
        }

        if (_ledger is null) return;
        if (current)
        {
            _running.Remove(report.Pack);
            _queue!.Return(report.Pack); // a settled pack is skipped when its turn comes
        }

        if (report.Trouble is { } trouble) Stop(trouble);
        // A segment that is not listed, as of a pack that was handed out twice, does not count.
        if (results > 0 && saved) _ = GrainFactory.GetGrain<ICurveGrain>(Sweep.Value).FoldAsync([report.Segment], current ? pack!.Silo : null);
        Changed();
        Pump();
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

    private async Task<ShardStatus> TakeOverAsync(ShardOrder order)
    {
        using var scope = logger.SweepScope(Sweep.Value);
        using (LayerDynActivities.OpenShard(Sweep.Value, Shard)) await OpenLedgerAsync(order);
        await DemandAsync();
        Pump();
        return Status();
    }

    private async Task OpenLedgerAsync(ShardOrder order)
    {
        _order = order;
        _plan = await plans.GetAsync(Sweep);
        _ledger = await ShardLedger.OpenAsync(store, Sweep, Shard, order.Points);
        _queue = new PackQueue(order.Points, order.PackSize);
        _attempts = _ledger.Epoch << 32;
        _trouble = "";
        _open = true;
        _watch ??= this.RegisterGrainTimer(
            LookAsync, new GrainTimerCreationOptions(options.Value.WatchEvery, options.Value.WatchEvery) { KeepAlive = true, Interleave = true });
    }

    /// <summary>Hands out packs while the granted slots have room.</summary>
    private void Pump()
    {
        while (_open && FreeSilo() is { } silo && _queue!.Next(_ledger!.Settled) is { } pack) Dispatch(silo, pack.Name, pack.Points);
        if (_open) metrics.Packs.Watched(Key, _running.Count, _running.Values.Select(pack => pack.LastHeard).DefaultIfEmpty(time.GetTimestamp()).Min());
        if (_running.Count == 0 || !_open) Tell();
    }

    /// <summary>The silo with most room for its grant; null when there is none. A pack that only waits for the store takes no room.</summary>
    private SiloAddress? FreeSilo()
    {
        SiloAddress? free = null;
        double least = 1;
        foreach (var grant in _grants)
        {
            if (!cluster.Takes(grant.Silo)) continue;
            int filled = _running.Values.Count(pack => pack.Silo.Equals(grant.Silo) && pack.Stage != PackStage.Committing);
            double share = filled / (double)(grant.Slots * options.Value.PacksPerLane);
            if (share < least) (free, least) = (grant.Silo, share);
        }

        return free;
    }

    private void Dispatch(SiloAddress silo, string pack, List<long> points)
    {
        var resources = _plan!.Resources;
        var assignment = new PackAssignment(Sweep.Value, Key, pack, ++_attempts, IndexRanges.Format(points), SlotAllocator.Weight(_order!.Priority))
        {
            Device = resources.Device,
            MinMemory = resources.MinMemory,
        };
        long now = time.GetTimestamp();
        using var span = LayerDynActivities.Dispatch(assignment);
        metrics.Packs.HandedOut();
        _running[pack] = new RunningPack
        {
            Attempt = _attempts,
            Points = points.Count,
            Steps = points.Count * _plan.Experiment(points[0]).Steps,
            Silo = silo,
            LastHeard = now,
            LastAdvance = now,
            Span = span.Context,
        };
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        _ = StartPackAsync(assignment);
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
    }

    private async Task StartPackAsync(PackAssignment assignment)
    {
        try
        {
            var placement = await ExperimentOf(assignment.Pack).StartAsync(assignment);
            if (!placement.Accepted) cluster.Leaves(placement.Silo);
            if (!_running.TryGetValue(assignment.Pack, out var pack) || pack.Attempt != assignment.Attempt) return;
            pack.Silo = placement.Silo;
            if (!placement.Accepted) TakeBack(assignment.Pack, ReturnReason.Refused);
        }
        catch (Exception error)
        {
            // Not handed over, or not known to be. Handing it out again is safe: a grain that has it goes on under the new attempt.
            NotStarted(logger, assignment.Shard, assignment.Pack, error);
            await Task.Delay(options.Value.WatchEvery, time);
            if (_running.TryGetValue(assignment.Pack, out var pack) && pack.Attempt == assignment.Attempt) TakeBack(assignment.Pack, ReturnReason.NotStarted);
            Pump();
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var (name, pack) in _running.ToArray())
        {
            if (cluster.IsDead(pack.Silo)) Lose(name, pack, ReturnReason.SiloLost, "its silo was lost");
            else if (time.GetElapsedTime(pack.LastHeard) >= options.Value.SilenceLimit) Lose(name, pack, ReturnReason.Silent, "it gave no sign of life");
            else if (pack.Stage == PackStage.Training && time.GetElapsedTime(pack.LastAdvance) >= options.Value.HangLimit) Unhang(name, pack);
        }

        if (_open && _ledger!.Saved.Remaining == 0 && _running.Count == 0)
        {
            await CloseAsync(); // the slots go to others; a retry opens it again
            Tell();
            DeactivateOnIdle();
            return;
        }

        if (_open && time.GetElapsedTime(_lastDemand) >= options.Value.RenewEvery) await DemandAsync();
        Pump();
        Changed();
    }

    private async Task DemandAsync()
    {
        _lastDemand = time.GetTimestamp();
        long packs = _open ? (_ledger!.Remaining + _order!.PackSize - 1) / _order.PackSize : 0;
        var resources = _plan!.Resources;
        var demand = new SlotDemand(Key, _order!.Priority, (int)Math.Min(packs, _order.Slots > 0 ? _order.Slots : 1 << 16), resources.Device, resources.MinMemory);
        try
        {
            _grants = await GrainFactory.GetGrain<ISlotBrokerGrain>(0).DemandAsync(demand);
        }
        catch (Exception error)
        {
            NoBroker(logger, Key, error); // what was granted stays until it answers again
        }
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
        try
        {
            if (await _ledger!.SaveAsync()) return true;
            LetGo();
        }
        catch (StoreException error)
        {
            Stop(error.Message);
        }

        return false;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Packs.Closed(Key);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Another silo has taken the shard over, as when this one was frozen or cut off. Nothing is wrong with the sweep: what lanes hold
    /// goes on under the new owner's attempts, and if there is none after all, the sweep opens the shard again.
    /// </summary>
    private void LetGo()
    {
        TakenOver(logger, Key);
        metrics.Packs.Closed(Key);
        _watch?.Dispose();
        (_watch, _ledger, _open) = (null, null, false);
        _running.Clear();
        Idle();
        DeactivateOnIdle();
    }

    private async Task CloseAsync()
    {
        metrics.Packs.Closed(Key);
        _watch?.Dispose();
        _watch = null;
        _open = false;
        if (_plan is not null) await DemandAsync();
    }

    private IExperimentGrain ExperimentOf(string pack) => GrainFactory.GetGrain<IExperimentGrain>($"{Sweep}/{pack}");
}
