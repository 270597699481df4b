namespace LayerDyn.Grains.Telemetry;

/// <summary>Memory of a GPU.</summary>
/// <param name="Index">The driver's number of it, as in nvidia-smi; CUDA_VISIBLE_DEVICES does not change it.</param>
/// <param name="UsedBytes">In use, by anyone.</param>
/// <param name="TotalBytes">In all.</param>
public readonly record struct GpuMemory(int Index, long UsedBytes, long TotalBytes);
