using BitFaster.Caching;
using BitFaster.Caching.Lru;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// Task data made once and shared by all points and lanes of a process. Bounded: data that was not used lately is dropped, and
/// made again when asked for (it is a pure function of task and seed). Of small data, of which grids over the task itself have very many,
/// more are kept.
/// </summary>
public sealed class TaskDataCache
{
    // 64 large sets, as of images, or 4,096 of at most 8 KB.
    private const int Large = 64, Small = 4096, SmallValues = 1024;

    private readonly ICache<(string Task, int Seed), TaskData> _large = Create(Large), _small = Create(Small);

    /// <summary>The data of the experiment's task and seed.</summary>
    public TaskData Get(Experiment experiment) => (IsSmall(experiment.Task.Shape) ? _small : _large).GetOrAdd(
        (ExperimentText.WriteKind(experiment.Task), experiment.Seed), static (_, experiment) => experiment.Task.Create(experiment.Seed), experiment);

    private static ICache<(string Task, int Seed), TaskData> Create(int capacity) => new ConcurrentLruBuilder<(string, int), TaskData>().WithCapacity(capacity).WithAtomicGetOrAdd().Build();

    private static bool IsSmall(TaskShape shape) =>
        shape is { MomentsOnly: false, HasTest: false, SamplesSkills: false, Samples: { } samples } && (long)samples * (shape.Inputs + shape.Outputs) <= SmallValues
        && (long)shape.Inputs * (shape.Inputs + shape.Outputs) <= SmallValues;
}
