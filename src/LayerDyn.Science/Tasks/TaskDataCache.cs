using BitFaster.Caching;
using BitFaster.Caching.Lru;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Task data made once and shared by all points and lanes of a process. Bounded: data that was not used lately is dropped, and
/// made again when asked for (it is a pure function of task and seed).
/// </summary>
/// <param name="capacity">How many data sets are kept, at least 3.</param>
public sealed class TaskDataCache(int capacity = 64)
{
    private readonly ICache<string, TaskData> _data = new ConcurrentLruBuilder<string, TaskData>().WithCapacity(capacity).WithAtomicGetOrAdd().Build();

    /// <summary>The data of the experiment's task and seed.</summary>
    public TaskData Get(Experiment experiment) => _data.GetOrAdd(
        $"{experiment.Seed}/{ExperimentText.WriteKind(experiment.Task)}", static (_, experiment) => experiment.Task.Create(experiment.Seed), experiment);
}
