using LayerDyn.Science.Devices;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Training;

/// <summary>
/// Runs points of the same shape as one program on the calling thread. Results are the same bytes whatever the points it is
/// called with together.
/// </summary>
public interface ITrainer
{
    /// <summary>Whether it trains on a <see cref="Tasks.SequenceTask"/>, task after task.</summary>
    bool TrainsSequences => false;

    /// <summary>
    /// Whether this trainer can run the experiment when it is given a device. One that computes on the processor may take any device: a
    /// machine with a GPU has a processor too.
    /// </summary>
    bool Supports(Experiment experiment, DeviceInfo device);

    /// <summary>
    /// Points with equal keys can be trained together: same structure, different values. Never null for a supported experiment.
    /// </summary>
    string ShapeKey(Experiment experiment);

    /// <summary>Rough cost of one point in floating-point operations, for packing points and for estimates.</summary>
    double Work(Experiment experiment);

    /// <summary>
    /// Rough time of training one point on one core of a processor, in seconds, without what its observables say of themselves
    /// (<see cref="Observables.Observable.Seconds"/>): for estimates alone.
    /// </summary>
    double Seconds(Experiment experiment) => Work(experiment) / 5e9;

    /// <summary>
    /// Trains the points, calling <see cref="TrainingRun.Complete"/> once for each as it ends. Divergence is an outcome, not
    /// an error; any exception means that none of the points not yet completed has a result.
    /// </summary>
    /// <exception cref="OperationCanceledException">The run's token was cancelled.</exception>
    void Train(IReadOnlyList<TrainingPoint> points, TrainingRun run);
}
