namespace LayerDyn.Grains.Telemetry;

/// <summary>How a GPU is used.</summary>
/// <param name="Index">The driver's number of it, as in nvidia-smi; CUDA_VISIBLE_DEVICES does not change it.</param>
/// <param name="UsedBytes">Memory in use, by anyone.</param>
/// <param name="TotalBytes">Memory in all.</param>
/// <param name="Utilization">Share of the time in which it computed, over the driver's last sampling period (up to a second); null where it does not tell.</param>
public readonly record struct GpuState(int Index, long UsedBytes, long TotalBytes, double? Utilization);
