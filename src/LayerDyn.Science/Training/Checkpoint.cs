using LayerDyn.Science.Keeping;

namespace LayerDyn.Science.Training;

/// <summary>
/// Everything needed to go on with a training as if it had never stopped. Random streams are counter-based, so the step
/// is all their state.
/// </summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Tensors">Parameters, initial parameters and optimizer state by name.</param>
/// <param name="Records">What was measured up to and including <paramref name="Step"/>.</param>
public sealed record Checkpoint(long Step, IReadOnlyDictionary<string, CheckpointTensor> Tensors, MeasurementTable Records)
{
    /// <summary>The files with what was kept of the point up to and including <see cref="Step"/>.</summary>
    public IReadOnlyList<KeptFile> Kept { get; init; } = [];
}
