namespace LayerDyn.Science.Training;

/// <summary>How a point ended, with what was measured.</summary>
/// <param name="Index">The caller's number for the point.</param>
/// <param name="Status">How it ended.</param>
/// <param name="LastStep">Optimizer steps done: all of them, the step at which divergence was seen, or the measured one at which the point stopped.</param>
/// <param name="Records">What was measured; for a diverged point, up to the last finite measurement.</param>
/// <param name="Weights">Makes <see cref="FinalWeights"/> when they are asked for; null where there are none.</param>
public sealed record TrainingOutcome(
    long Index,
    OutcomeStatus Status,
    long LastStep,
    MeasurementTable Records,
    Func<IReadOnlyDictionary<string, CheckpointTensor>>? Weights = null)
{
    /// <summary>Gives the parameters at step 0, one array each, where the trainer can.</summary>
    internal Func<double[][]>? Initial { get; init; }

    /// <summary>Parameters at the end, by name; null for an exact solution and where divergence left none.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor>? FinalWeights => Weights?.Invoke();
}
