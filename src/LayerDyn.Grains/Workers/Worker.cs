using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Sweeps.Planning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Workers;

/// <summary>
/// Has the batches that shards leased to this silo trained, says so by heartbeats, and reports how they end. No grain: what it holds
/// outlives activations, directory partitions and owners that move.
/// </summary>
/// <param name="lanes">The slots of this silo.</param>
/// <param name="silo">This silo.</param>
/// <param name="grains">The cluster.</param>
/// <param name="options">Times and limits.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class Worker(
    LanePool lanes, ILocalSiloDetails silo, IGrainFactory grains, IOptions<SweepOptions> options, TimeProvider time, ILogger<Worker> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A long point reaches its next checkpoint, or is stopped without one.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // It measures and encodes before it writes one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HeldLeases<BatchJob> _held = new(options.Value.HangLimit);
    private ITimer? _timer;

    /// <summary>What shards know it by.</summary>
    public string Name { get; } = silo.SiloAddress.ToParsableString();

    /// <summary>Whether it holds leases of a shard.</summary>
    public bool Holds(string shard) => _held.All.Any(job => job.Shard == shard);

    /// <summary>What was measured after a step of a point that is trained alone; null where none is.</summary>
    public MeasuredRows? Read(string sweep, long point, long afterStep) => Find(sweep, point)?.Live.After(afterStep);

    /// <summary>Has a point that is trained alone write a checkpoint, and returns its step once it is in the store; null where none is trained.</summary>
    /// <exception cref="TimeoutException">None was written within half a minute.</exception>
    public async Task<long?> CheckpointAsync(string sweep, long point)
    {
        if (Find(sweep, point) is not { Stage: LeaseStage.Training } job) return null;
        try
        {
            return await job.NextCheckpointAsync().WaitAsync(Patience, time);
        }
        catch (OperationCanceledException)
        {
            return null; // it has ended before
        }
    }

    /// <summary>Takes leases in; false when the silo is leaving, and none was taken.</summary>
    public bool Take(IReadOnlyList<LeaseOrder> leases)
    {
        foreach (var lease in leases)
        {
            var job = new BatchJob(lease, time.GetTimestamp(), (job, result) => lanes.Await(ReportAsync(job, result)));
            if (!_held.Add(job) || job.IsAlone || lanes.Enqueue(job)) continue;
            _held.Forget(job);
            return false;
        }

        BeginNext();
        return true;
    }

    /// <summary>Does what a shard says of its leases.</summary>
    public void Obey(string shard, IReadOnlyDictionary<long, LeaseCommand> commands)
    {
        foreach (var (job, decided) in _held.Obey(shard, commands))
        {
            var action = decided;
            if (action == WorkerAction.Release && !_held.Withdraw(job) && !lanes.Remove(job)) action = WorkerRules.On(commands[job.Lease], LeaseStage.Training, job.IsInterrupted); // a lane has just taken it
            if (action == WorkerAction.Release) job.Report(BatchRunner.Empty(job));
            else if (action == WorkerAction.Interrupt) job.Interrupt(Grace);
            else if (action == WorkerAction.Abandon) _ = lanes.AbandonAsync(job);
        }
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(Worker), ServiceLifecycleStage.Active, Start, _ => Task.CompletedTask);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private BatchJob? Find(string sweep, long point) =>
        _held.All.FirstOrDefault(job => job.PointCount == 1 && job.Assignment.SweepId == sweep && job.Points.Contains(point));

    private Task Start(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => Beat(), null, options.Value.Rules.Heartbeat, options.Value.Rules.Heartbeat);
        return Task.CompletedTask;
    }

    private void BeginNext()
    {
        if (_held.NextAlone() is { } next) _ = BeginAsync(next);
    }

    private async Task BeginAsync(BatchJob job)
    {
        try
        {
            if (await grains.GetGrain<IShardGrain>(job.Shard).BeginAsync(job.Lease) && _held.Begin(job))
            {
                if (!lanes.Enqueue(job)) job.Report(BatchRunner.Empty(job));
                return;
            }
        }
        catch (Exception error)
        {
            NotHeard(logger, job.Shard, error); // its turn comes again
        }

        _held.Defer(job);
    }

    private void Beat()
    {
        BeginNext();
        lanes.MakeRoom(Grace);
        var now = time.GetUtcNow().UtcDateTime;
        foreach (var shard in _held.ByShard) _ = BeatAsync(shard.Key, [.. shard.Select(job => Of(job, now))]);
        foreach (var job in _held.Hanging(time.GetElapsedTime(0)))
        {
            job.Report(BatchRunner.Empty(job) with { Hung = true });
            _ = lanes.AbandonAsync(job);
        }
    }

    private static LeaseBeat Of(BatchJob job, DateTime now) =>
        new(job.Lease, job.Points, job.Stage, Math.Min(job.Steps, job.StepsBefore + job.StepsDone), job.Checkpoint, job.HadBy(now).TotalSeconds);

    private async Task BeatAsync(string shard, IReadOnlyList<LeaseBeat> held)
    {
        try
        {
            Obey(shard, await grains.GetGrain<IShardGrain>(shard).HeartbeatAsync(Name, held));
        }
        catch (Exception error)
        {
            NotHeard(logger, shard, error); // said again by the next
        }
    }

    /// <summary>Hands the result to the shard. Where that has no owner just now, its next one is told: its results are in the store, and need not be computed again.</summary>
    private async Task ReportAsync(BatchJob job, LeaseResult result)
    {
        bool settles = result.Committed.Count > 0 || result.Failures.Count > 0;
        for (int times = 1; ; times++)
        {
            try
            {
                await grains.GetGrain<IShardGrain>(job.Shard).CommitAsync(result with { Silo = silo.Name });
                if (_held.Forget(job) && result.Committed.Count > 0) lanes.Prune(job); // not before its results are listed: another would begin anew
                BeginNext();
                return;
            }
            catch (Exception) when (WorkerRules.ReportsAgain(settles, times) && _held.Holds(job))
            {
                await Task.Delay(options.Value.Rules.Heartbeat, time);
            }
            catch (Exception error)
            {
                using var scope = logger.BatchScope(job.Assignment);
                _held.Forget(job);
                NotReported(logger, job.Shard, job.Points, error); // its points are pending again by its next heartbeat, without it
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Shard {Shard}: a message to it was not answered")]
    private static partial void NotHeard(ILogger logger, string shard, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: the result of points {Points} did not arrive")]
    private static partial void NotReported(ILogger logger, string shard, PointRanges points, Exception error);
}
