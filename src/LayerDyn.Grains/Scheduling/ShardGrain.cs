using System.Diagnostics;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Curves;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Grains.Workers;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Scheduling;

/// <inheritdoc cref="IShardGrain"/>
/// <remarks>A shell: what is decided is in <see cref="LeaseTable"/>, what is committed in <see cref="ShardLedger"/>. It carries out, and makes durable.</remarks>
[Reentrant]
public sealed partial class ShardGrain(
    IArtifactStore store, PlanCache plans, ClusterSlots cluster, Worker worker, IOptions<SweepOptions> options, LayerDynMetrics metrics, TimeProvider time,
    ILogger<ShardGrain> logger) : Grain, IShardGrain
{
    // Another owner that takes it over each time needs it more.
    private const int MostOpenings = 5;

    private readonly long _began = time.GetTimestamp();
    private SlotGrants _grants = SlotGrants.None;
    private ShardOrder? _order;
    private SweepPlan? _plan;
    private ShardLedger? _ledger;
    private LeaseTable? _table;
    private Task<ShardStatus>? _opening;
    private IGrainTimer? _timer;
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _told, _dirty;
    private long _version, _lastDemand, _lastWrite;
    private string _error = "";
    private double _counted;
    private OwnerStanding? _standing;

    private string Key => this.GetPrimaryKeyString();

    private SweepId Sweep => SweepId.Parse(Key[..Key.IndexOf('/')]);

    private int Shard => int.Parse(Key.AsSpan(Key.IndexOf('/') + 1), System.Globalization.CultureInfo.InvariantCulture);

    private TimeSpan Now => time.GetElapsedTime(_began);

    private bool IsOpen => _table is { IsOpen: true };

    /// <summary>Slots that its batches could fill.</summary>
    private int WantedSlots => IsOpen ? _table!.WantedSlots(GrantsByWorker, _order!.Slots > 0 ? _order.Slots : 1 << 16) : 0;

    private List<(string Worker, int Slots)> GrantsByWorker => [.. _grants.Slots.Where(grant => cluster.Takes(grant.Silo)).Select(grant => (grant.Silo.ToParsableString(), grant.Slots))];

    /// <inheritdoc/>
    public async Task<ShardStatus> OpenAsync(ShardOrder order)
    {
        // An order that was on its way while the next round of a refined sweep was chosen does not take that back.
        if (IsOpen && _order?.Chosen is { } chosen && order.Chosen is { } ordered) order = order with { Chosen = ordered.Union(chosen) };
        // With nothing pending, what it knows may be out of date: the files of a sweep are looked through before it is completed.
        if (IsOpen && _ledger!.Saved.Ledger.Remaining > 0)
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
        CallIn();
        while (_table is { Leases.Count: > 0 }) await _idle.Task;
        _error = ""; // the sweep knows, and may be told to go on
        if (_ledger is not null && !await WriteAsync()) Relinquish();
        await CloseAsync();
        return Status();
    }

    /// <inheritdoc/>
    public async Task<ShardStatus> RetryFailedAsync(ShardOrder order)
    {
        int openings = 0;
        do await OpenAsync(order);
        while (!IsOpen && ++openings < MostOpenings); // without pending points it may have closed itself before this goes on
        if (!IsOpen) return Status();
        _table!.Retry(PointRanges.Of(_ledger!.ForgetFailures().Order()));
        if (!await SaveAsync()) return Status();
        await DemandAsync();
        Grant();
        return Status();
    }

    /// <inheritdoc/>
    public Task GrantAsync(SlotGrants grants)
    {
        if (grants.Follows(_grants)) _grants = grants;
        Grant();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<bool> BeginAsync(long lease) => _table?.Begin(lease) == true && await SaveAsync();

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<long, LeaseCommand>> HeartbeatAsync(string worker, IReadOnlyList<LeaseBeat> held)
    {
        if (_table is null) return Task.FromResult<IReadOnlyDictionary<long, LeaseCommand>>(new Dictionary<long, LeaseCommand>());
        var commands = _table.Heartbeat(worker, held, Now);
        CarryOut();
        Grant(worker);
        return Task.FromResult(commands);
    }

    /// <inheritdoc/>
    public Task<LeaseReport?> FindAsync(long index) => Task.FromResult(_table?.Find(index) is not { } lease ? null : new LeaseReport(
        SiloAddress.FromParsableString(lease.Worker), cluster.NameOf(SiloAddress.FromParsableString(lease.Worker)), lease.Points.Count, _ledger!.NextAttempt(index),
        lease.Progress.Stage, lease.Progress.StepsDone, lease.Points.Count * _plan!.Experiment(index).Steps, time.GetUtcNow().UtcDateTime - (Now - lease.Granted)));

    /// <inheritdoc/>
    public Task<bool> StopPointAsync(long index)
    {
        if (!IsOpen || !_table!.Stop(index)) return Task.FromResult(false);
        if (_table.Find(index) is { } lease) _ = CommandAsync(SiloAddress.FromParsableString(lease.Worker), new Dictionary<long, LeaseCommand> { [lease.Id] = LeaseCommand.Stop });
        CarryOut();
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async Task CommitAsync(LeaseResult result)
    {
        if (_table is null) throw NotListed(result);
        bool listed;
        var lease = _table.Get(result.Lease);
        using (LayerDynActivities.Settle(Sweep.Value, result, lease?.Points ?? result.Committed))
            listed = await CommitAndSaveAsync(result, lease);
        if (result.Error is { } error && result.Lease > _ledger?.Term << 32) Fail(error); // what failed before the shard was opened is tried again
        if (listed && _ledger?.Segment(result.Segment) is { } segment)
            _ = GrainFactory.GetGrain<ICurveGrain>(Sweep.Value).FoldAsync([SegmentRefs.Of(segment)], lease is null ? null : SiloAddress.FromParsableString(lease.Worker));
        Grant(result.Committed.Count > 0 ? lease?.Worker : null); // what came back undone may go anywhere
        if (!listed) throw NotListed(result);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Batches.Closed(Key);
        if (_ledger is not null && _dirty) await TryWriteAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static InvalidOperationException NotListed(LeaseResult result) => new($"the shard could not list the results of lease {result.Lease:x}: its points stay pending");

    private async Task<ShardStatus> TakeOverAsync(ShardOrder order)
    {
        using var scope = logger.SweepScope(Sweep.Value);
        using (LayerDynActivities.OpenShard(Sweep.Value, Shard))
        {
            _order = order;
            _plan = await plans.GetAsync(Sweep);
            var (before, table) = (_ledger, _table);
            _table = null;
            _counted = 0;
            _ledger = await ShardLedger.OpenAsync(store, Sweep, Shard, order.Points, time, order.Chosen);
            // Where nobody has had it since, this activation knows better than what it could write, as to a full disk.
            var entries = before is not null && table is not null && _ledger.Term == before.Term + 1 ? table.Entries : _ledger.Saved.Leases;
            bool others = _ledger.Term > 1 && (worker.Holds(Key) || cluster.Silos().Any(silo => silo.Silo.ToParsableString() != worker.Name));
            _table = new LeaseTable(options.Value.Rules with { PointTime = order.PointTime }, order.Points, order.BatchSize, _ledger.Term, NotToRun(order, _ledger),
                _ledger.Failures.Select(failure => failure.Index), entries, Now, others);
            _error = "";
            _timer ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(options.Value.WatchEvery, options.Value.WatchEvery) { KeepAlive = true, Interleave = true });
            SeeWorkers();
        }

        await DemandAsync();
        Grant();
        _ = TryWriteAsync(); // what takes this silo down at once is known all the same
        return Status();
    }

    // Points that have a result or failed, and those that no round of a refined sweep has chosen: the table leases none of them.
    private static PointSet NotToRun(ShardOrder order, ShardLedger ledger)
    {
        var points = ledger.Terminal.Clone();
        if (order.Chosen is not { } chosen) return points;
        long from = order.Points.First;
        foreach (var (first, last) in chosen.Ranges)
        {
            points.AddRange(from, first - from);
            from = last + 1;
        }

        points.AddRange(from, order.Points.End - from);
        return points;
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (_table is null) return;
        using var scope = logger.SweepScope(Sweep.Value);
        SeeWorkers();
        _table.Tick(Now);
        CarryOut();
        if (IsOpen && _ledger!.Saved.Ledger.Remaining <= 0 && _table.Leases.Count == 0)
        {
            await CloseAsync(); // the slots go to others; a retry opens it again
            if (IsOpen) return; // as one has meanwhile
            Tell();
            DeactivateOnIdle();
            return;
        }

        if (IsOpen && _dirty && time.GetElapsedTime(_lastWrite) >= options.Value.RenewEvery) _ = TryWriteAsync();
        bool hasTooMany = WantedSlots < _grants.Slots.Sum(grant => grant.Slots); // told at once: others could fill them
        if (IsOpen && (hasTooMany || time.GetElapsedTime(_lastDemand) >= options.Value.RenewEvery)) await DemandAsync();
        Grant();
    }

    private IEnumerable<SiloSlots> Fitting() => cluster.Silos().Where(silo => silo.Fit(_plan!.Resources.Device, _plan.Resources.MinMemory));

    /// <summary>Tells the table which workers there are: those that could take what hung elsewhere, and not those that are gone.</summary>
    private void SeeWorkers()
    {
        foreach (var silo in Fitting()) _table!.Acquire(silo.Silo.ToParsableString(), 0, Now);
        foreach (string name in _table!.Workers.ToList())
            if (cluster.IsDead(SiloAddress.FromParsableString(name))) _table.WorkerLost(name);
        CarryOut();
    }

    /// <summary>Leases batches to the silos whose slots were granted, while they have room: to one, where only that one may have more than before.</summary>
    private void Grant(string? only = null)
    {
        if (!IsOpen) return;
        var grants = GrantsByWorker;
        if (only is not null) grants.RemoveAll(grant => grant.Worker != only);
        int each = _order!.Slots > 0 ? 1 : options.Value.BatchesPerLane;
        HandOver(_table!.Fill(grants, each, Now));
        if (only is null) _table.Balance(grants, each, Now);
        // What hung on the only silo that was granted is tried elsewhere, where it shares a slot's time.
        if (only is null && _table.Leases.Count == 0 && _ledger!.Counts.Remaining > 0) HandOver(_table.Fill([.. Fitting().Select(silo => (silo.Silo.ToParsableString(), 1))], 1, Now));
        Changed();
    }

    private void HandOver(IReadOnlyList<Lease> granted)
    {
        foreach (var leases in granted.GroupBy(lease => lease.Worker)) _ = HandOverAsync(SiloAddress.FromParsableString(leases.Key), [.. leases]);
    }

    private async Task HandOverAsync(SiloAddress silo, IReadOnlyList<Lease> leases)
    {
        _dirty = true;
        try
        {
            if (leases.Any(lease => lease.History != LossHistory.None)) await TryWriteAsync(); // it may take the worker down, and this silo with it
            var resources = _plan!.Resources;
            var spans = leases.Select(lease => LayerDynActivities.Dispatch(new LeaseOrder(Sweep.Value, Key, lease.Id, lease.Points, SlotAllocator.Weight(_order!.Priority))
            {
                Device = resources.Device,
                MinMemory = resources.MinMemory,
                Number = _ledger!.NextAttempt(lease.Points.First),
                Alone = lease.History.Quarantined,
                Owner = _order.Owner,
            })).ToList();
            for (int i = 0; i < spans.Count; i++) metrics.Batches.Leased();
            Activity.Current = spans.Select(dispatch => dispatch.Span.Activity).FirstOrDefault(activity => activity is not null); // the call is of the sweep's trace, or of none
            bool taken = await Cluster.SiloGrain.AskAsync(GrainFactory, silo, grain => grain.TakeAsync([.. spans.Select(dispatch => dispatch.Lease)]));
            foreach (var (_, span) in spans) span.Dispose();
            if (taken) return;
            cluster.Leaves(silo);
        }
        catch (Exception error)
        {
            NotHandedOver(logger, cluster.LevelOfSilence, Key, error); // or not known to be: a worker that has them says so with its next heartbeat
        }

        foreach (var lease in leases) _table?.Release(lease.Id, ReleaseReason.Returned);
        CarryOut();
    }

    private void CallIn()
    {
        if (_table is null) return;
        _table.Close(Now);
        foreach (string worker in _table.Workers)
            _ = CommandAsync(SiloAddress.FromParsableString(worker), _table.HeldBy(worker).ToDictionary(lease => lease.Id, _ => LeaseCommand.Stop));
    }

    private async Task CommandAsync(SiloAddress silo, IReadOnlyDictionary<long, LeaseCommand> commands)
    {
        try
        {
            await Cluster.SiloGrain.AskAsync(GrainFactory, silo, grain => grain.CommandAsync(Key, commands));
        }
        catch (Exception error)
        {
            NotHandedOver(logger, cluster.LevelOfSilence, Key, error); // the answer to its next heartbeat says the same
        }
    }

    /// <summary>Carries out what the table decided.</summary>
    private void CarryOut()
    {
        if (_table is null) return;
        foreach (var decided in _table.TakeEvents())
        {
            _dirty = true;
            if (decided is LeaseEvent.Ended ended) Ended(ended);
            if (decided is LeaseEvent.Failed failed) _ = FailPointAsync(failed);
        }

        if (_table.Leases.Count == 0) Wake();
        Changed();
    }
}
