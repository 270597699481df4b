namespace LayerDyn.Science.Training;

/// <summary>How a point ended, with what was measured.</summary>
/// <param name="Index">The caller's number for the point.</param>
/// <param name="Status">How it ended.</param>
/// <param name="LastStep">Optimizer steps done: all of them, or the step at which divergence was seen.</param>
/// <param name="Records">What was measured; for a diverged point, up to the last finite measurement.</param>
/// <param name="FinalWeights">Parameters at the end, by name.</param>
public sealed record TrainingOutcome(
    long Index,
    OutcomeStatus Status,
    long LastStep,
    MeasurementTable Records,
    IReadOnlyDictionary<string, CheckpointTensor>? FinalWeights = null);
