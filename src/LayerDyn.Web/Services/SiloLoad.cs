using LayerDyn.Api.Cluster;
using LayerDyn.Grains.Telemetry;

namespace LayerDyn.Web.Services;

/// <summary>What this silo takes of its machine: sampled all the time, kept for half an hour.</summary>
internal sealed class SiloLoad(ILocalSiloDetails silo, TimeProvider time) : BackgroundService
{
    /// <summary>Between samples.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private const int Most = 360;

    private readonly Lock _lock = new();
    private readonly Queue<LoadSampleView> _samples = new(Most);

    /// <summary>What was sampled.</summary>
    public SiloLoadView View
    {
        get
        {
            lock (_lock) return new(silo.Name, Every.TotalSeconds, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, [.. _samples]);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (since, used) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime); // before the timer, whose first tick is later
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var (now, total) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
            double share = (total - used) / time.GetElapsedTime(since, now) / Environment.ProcessorCount;
            (since, used) = (now, total);
            var sample = new LoadSampleView(time.GetUtcNow(), Math.Clamp(share, 0, 1), Environment.WorkingSet,
                [.. NvidiaManagement.Read().Select(gpu => new GpuLoadView(gpu.Index, gpu.UsedBytes, gpu.TotalBytes, gpu.Utilization))]);
            lock (_lock)
            {
                if (_samples.Count == Most) _samples.Dequeue();
                _samples.Enqueue(sample);
            }
        }
    }
}
