using LayerDyn.Science.Experiments;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Training;

/// <summary>One point to be trained.</summary>
/// <param name="Index">The caller's number for it, returned with its outcome.</param>
/// <param name="Experiment">What to run.</param>
/// <param name="ResumeFrom">State to go on from; null to start.</param>
public sealed record TrainingPoint(long Index, Experiment Experiment, Checkpoint? ResumeFrom = null)
{
    /// <summary>The stream of the initial weights: keyed by the point's dynamics or by its seed alone.</summary>
    public RandomStream WeightStream() => RandomStream.ForWeights(Experiment);
}
