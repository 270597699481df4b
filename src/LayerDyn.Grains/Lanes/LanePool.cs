using System.Collections.Concurrent;
using LayerDyn.Science.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// The device lanes of a silo: one queue, one thread a lane. Training never runs on an Orleans thread, and a lane's thread does
/// nothing but train, so a busy silo still answers.
/// </summary>
public sealed class LanePool : IDisposable
{
    private readonly BlockingCollection<PackJob> _queue = [];
    private readonly List<Thread> _lanes = [];
    private readonly ConcurrentDictionary<PackJob, byte> _jobs = [];

    /// <summary>Starts the lanes.</summary>
    public LanePool(IOptions<LaneOptions> options, PackRunner runner, ILogger<LanePool> logger)
    {
        Count = options.Value.CpuLanes > 0 ? options.Value.CpuLanes : Environment.ProcessorCount;
        for (int i = 0; i < Count; i++)
        {
            // 16 MB of stack: eigendecompositions and torch kernels of a large point run on it.
            var thread = new Thread(() => new DeviceLane(runner, Data, logger).Work(_queue.GetConsumingEnumerable(), Finished), 16 << 20)
            {
                Name = $"lane-{i}",
                IsBackground = true,
            };
            _lanes.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Number of lanes: the silo's device slots.</summary>
    public int Count { get; }

    /// <summary>The data sets that all lanes share.</summary>
    public TaskDataCache Data { get; } = new();

    /// <summary>Queues a pack.</summary>
    public void Enqueue(PackJob job)
    {
        _jobs.TryAdd(job, 0);
        _queue.Add(job);
    }

    /// <summary>Interrupts what runs, lets no more in, and waits for the lanes to end.</summary>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        foreach (var job in _jobs.Keys) job.Interrupt();
        foreach (var lane in _lanes) lane.Join();
        _queue.Dispose();
    }

    private void Finished(PackJob job)
    {
        _jobs.TryRemove(job, out _);
        job.Dispose();
    }
}
