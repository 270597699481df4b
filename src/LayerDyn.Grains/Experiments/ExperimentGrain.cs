using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Lanes;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Experiments;

/// <inheritdoc cref="IExperimentGrain"/>
/// <param name="lanes">The lanes of this silo.</param>
/// <param name="logger">Log.</param>
public sealed partial class ExperimentGrain(LanePool lanes, ILogger<ExperimentGrain> logger) : Grain, IExperimentGrain
{
    // Well below the time after which a sweep takes a silent pack for lost.
    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(1);

    private PackJob? _job;
    private IGrainTimer? _heartbeat;

    /// <inheritdoc/>
    public Task StartAsync(PackAssignment assignment)
    {
        if (_job is not null && _job.Assignment.Attempt >= assignment.Attempt) return Task.CompletedTask;
        _job?.Interrupt();
        var self = this.AsReference<IExperimentGrain>();
        _job = new PackJob(assignment, report => _ = self.CompleteAsync(report));
        // Keeps the activation while the lane works, and is the sign of life that the sweep watches.
        _heartbeat?.Dispose();
        _heartbeat = this.RegisterGrainTimer(BeatAsync, new GrainTimerCreationOptions(HeartbeatEvery, HeartbeatEvery) { KeepAlive = true, Interleave = true });
        lanes.Enqueue(_job);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(PackReport report)
    {
        if (_job is null || report.Attempt != _job.Assignment.Attempt) return;
        string sweepId = _job.Assignment.SweepId;
        _heartbeat?.Dispose();
        _job = null;
        try
        {
            await GrainFactory.GetGrain<ISweepGrain>(sweepId).ReportAsync(report);
        }
        catch (Exception error)
        {
            // The segment is in the store; the sweep hands the pack out again when it misses its heartbeat, and finds it there.
            ReportLost(logger, sweepId, report.Pack, error);
        }

        DeactivateOnIdle();
    }

    /// <inheritdoc/>
    public Task InterruptAsync()
    {
        _job?.Interrupt();
        return Task.CompletedTask;
    }

    private Task BeatAsync(CancellationToken cancellationToken) => _job is { } job
        ? GrainFactory.GetGrain<ISweepGrain>(job.Assignment.SweepId).HeartbeatAsync(job.Assignment.Pack, job.Assignment.Attempt, job.StepsDone)
        : Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: the report of pack {Pack} did not arrive")]
    private static partial void ReportLost(ILogger logger, string sweep, string pack, Exception error);
}
