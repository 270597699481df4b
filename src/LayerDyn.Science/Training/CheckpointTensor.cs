using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Training;

/// <summary>A tensor as raw little-endian bytes, row-major.</summary>
/// <param name="DType">Element type.</param>
/// <param name="Dimensions">Its dimensions.</param>
/// <param name="Data">The elements' bytes.</param>
public sealed record CheckpointTensor(DType DType, IReadOnlyList<long> Dimensions, byte[] Data);
