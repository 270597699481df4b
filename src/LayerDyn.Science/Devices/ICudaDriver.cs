namespace LayerDyn.Science.Devices;

/// <summary>What the NVIDIA driver says of its devices.</summary>
internal interface ICudaDriver
{
    /// <summary>Name and memory in bytes of every visible device (CUDA_VISIBLE_DEVICES counts); none without a driver.</summary>
    IReadOnlyList<(string Name, long MemoryBytes)> Devices();
}
