using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LayerDyn.Grains.Experiments;

/// <inheritdoc cref="IExperimentGrain"/>
/// <param name="lanes">The lanes of this silo.</param>
/// <param name="silo">This silo.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Log.</param>
[SlotPlacement, Reentrant]
public sealed partial class ExperimentGrain(LanePool lanes, ILocalSiloDetails silo, TimeProvider clock, ILogger<ExperimentGrain> logger) : Grain, IExperimentGrain
{
    // Well below the time after which a shard takes a silent pack for lost.
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(1);

    // A long point reaches its next checkpoint, or is stopped without one.
    private static readonly TimeSpan InterruptGrace = TimeSpan.FromSeconds(10);

    // A sweep opens a shard again that has lost its owner, in seconds.
    private const int MostReports = 10;
    private static readonly TimeSpan ReportAgainAfter = TimeSpan.FromSeconds(1);

    private PackJob? _job;
    private IGrainTimer? _pulse;

    /// <inheritdoc/>
    public Task<PackPlacement> StartAsync(PackAssignment assignment) =>
        Task.FromResult(GoesOn(assignment) ? new PackPlacement(silo.SiloAddress, true) { IsUnderWay = true } : new PackPlacement(silo.SiloAddress, Start(assignment)));

    /// <inheritdoc/>
    public async Task CompleteAsync(PackReport report)
    {
        // One that was handed back just before the job was renewed is of the older attempt, and the only one that comes.
        if (_job is not { } job || (report.Attempt != job.Assignment.Attempt && !job.IsReported)) return;
        bool settles = report.Committed.Length > 0 || report.Failures.Count > 0;
        if (!settles) LetGo(); // its points are due again at once, here or elsewhere
        bool listed = await TellAsync(job, report, settles ? MostReports : 1);
        if (listed && report.Committed.Length > 0) lanes.Prune(job); // not before its results are listed: another owner would begin anew
        if (_job == job) LetGo();
        if (_job is null) DeactivateOnIdle();
    }

    /// <summary>
    /// Hands the report to the shard. Where that has no owner just now, its next one is told: it finds the pack here, its results in the
    /// store, and need not have it computed again.
    /// </summary>
    private async Task<bool> TellAsync(PackJob job, PackReport report, int times)
    {
        for (int time = 1; ; time++)
        {
            var assignment = job.Assignment; // renewed by a new owner
            try
            {
                await GrainFactory.GetGrain<ISweepShardGrain>(assignment.Shard).ReportAsync(report with { Silo = silo.Name, Attempt = assignment.Attempt });
                return true;
            }
            catch (Exception error) when (time == times)
            {
                // The segment is in the store; the shard hands the pack out again when it misses its pulse, and creates it again unchanged.
                using var scope = logger.PackScope(assignment);
                ReportLost(logger, assignment.Shard, report.Pack, error);
                return false;
            }
            catch (Exception)
            {
                if (_job != job) return false; // given up, or another pack is here
            }

            await Task.Delay(ReportAgainAfter, clock);
        }
    }

    private void LetGo()
    {
        _pulse?.Dispose();
        _job = null;
    }

    /// <inheritdoc/>
    public Task TrainedAsync() => PulseAsync(CancellationToken.None);

    /// <inheritdoc/>
    public Task InterruptAsync()
    {
        _job?.Interrupt(InterruptGrace);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AbandonAsync(long attempt)
    {
        if (_job is not { } job || job.Assignment.Attempt != attempt) return Task.CompletedTask;
        LetGo();
        _ = lanes.AbandonAsync(job);
        DeactivateOnIdle(); // the next attempt is placed anew
        return Task.CompletedTask;
    }

    /// <summary>Whether the pack is here already: then it goes on, under the newer attempt.</summary>
    private bool GoesOn(PackAssignment assignment)
    {
        if (_job is not { } running) return false;
        if (running.Assignment.Attempt >= assignment.Attempt) return true;
        if (running.Assignment.Points != assignment.Points || (running.IsInterrupted && !running.IsReported)) return false;
        running.Renew(assignment);
        return true;
    }

    private bool Start(PackAssignment assignment)
    {
        _job?.Cancel();
        var self = this.AsReference<IExperimentGrain>();
        var job = new PackJob(assignment, clock.GetTimestamp(), () => _ = self.TrainedAsync(), report => lanes.Await(self.CompleteAsync(report)));
        if (!lanes.Enqueue(job))
        {
            DeactivateOnIdle();
            return false;
        }

        _job = job;
        // Keeps the activation while the lane works, and is the sign of life that the shard watches.
        _pulse?.Dispose();
        _pulse = this.RegisterGrainTimer(PulseAsync, new GrainTimerCreationOptions(PulseEvery, PulseEvery) { KeepAlive = true, Interleave = true });
        return true;
    }

    private Task PulseAsync(CancellationToken cancellationToken) => _job is { } job
        ? GrainFactory.GetGrain<ISweepShardGrain>(job.Assignment.Shard)
            .PulseAsync(new PackPulse(job.Assignment.Pack, job.Assignment.Attempt, job.StepsDone, job.Stage))
        : Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Shard {Shard}: the report of pack {Pack} did not arrive")]
    private static partial void ReportLost(ILogger logger, string shard, string pack, Exception error);
}
