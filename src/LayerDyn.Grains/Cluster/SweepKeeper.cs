using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Slots;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Cluster;

/// <summary>
/// Asks the cluster every few seconds to see to its sweeps, so that those that should be running are: after a silo with a
/// coordinator was lost, and after all silos were.
/// </summary>
/// <param name="grains">The cluster.</param>
/// <param name="cluster">Its silos.</param>
/// <param name="lifetime">The host.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Log.</param>
public sealed partial class SweepKeeper(IGrainFactory grains, ClusterSlots cluster, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SweepKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            do await KeepAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task KeepAsync()
    {
        try
        {
            await grains.GetGrain<IClusterGrain>(0).KeepAsync();
        }
        catch (Exception error)
        {
            Failed(logger, cluster.LevelOfSilence, error); // the next tick asks again
        }
    }

    [LoggerMessage(Message = "The cluster could not be asked to see to its sweeps")]
    private static partial void Failed(ILogger logger, LogLevel level, Exception error);
}
