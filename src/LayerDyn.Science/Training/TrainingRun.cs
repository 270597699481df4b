using LayerDyn.Science.Devices;
using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Training;

/// <summary>What a trainer is given beside its points: where results go, and when to stop.</summary>
public sealed class TrainingRun
{
    /// <summary>Called once for each point that ends, on the training thread.</summary>
    public required Action<TrainingOutcome> Complete { get; init; }

    /// <summary>
    /// Called before a point's first step with (point index, its records): the table fills as the point is measured, so it tells how
    /// far the point came when training throws. Without the columns of an exact solution.
    /// </summary>
    public Action<long, MeasurementTable> Begin { get; init; } = (_, _) => { };

    /// <summary>Called now and then with (point index, steps done): a sign of life.</summary>
    public Action<long, long> Progress { get; init; } = (_, _) => { };

    /// <summary>
    /// Asked now and then, and at measurements, with (point index, step); true asks the trainer to hand a checkpoint to <see cref="Checkpoint"/>.
    /// </summary>
    public Func<long, long, bool> WantsCheckpoint { get; init; } = (_, _) => false;

    /// <summary>Receives (point index, checkpoint).</summary>
    public Action<long, Checkpoint> Checkpoint { get; init; } = (_, _) => { };

    /// <summary>
    /// Receives (point index, what is kept) at each measured step at which the point keeps something, before a checkpoint of that step. A resumed
    /// point does not give again what it gave before.
    /// </summary>
    public Action<long, KeptState> Keep { get; init; } = (_, _) => { };

    /// <summary>The run's data sets, shared by all lanes of a process.</summary>
    public Tasks.TaskDataCache Data { get; init; } = new();

    /// <summary>The device whose slot this is. Where no trainer of that kind of device supports a point, the processor trains it.</summary>
    public DeviceInfo Device { get; init; } = DeviceInfo.Cpu;

    /// <summary>Cancels the run, between steps and within measurements.</summary>
    public CancellationToken CancellationToken { get; init; }
}
