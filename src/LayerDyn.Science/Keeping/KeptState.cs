using LayerDyn.Science.Training;

namespace LayerDyn.Science.Keeping;

/// <summary>What is kept of a point at one step.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Tensors">
/// Parameters under their own names, as in checkpoints; <c>features.train</c>, <c>features.test</c>, <c>outputs.train</c>, <c>outputs.test</c>
/// and <c>kernel</c>.
/// </param>
public sealed record KeptState(long Step, IReadOnlyDictionary<string, CheckpointTensor> Tensors);
