using System.Globalization;

namespace LayerDyn.Science.Devices;

/// <summary>A device that trains.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Index">Which device of that kind, from 0.</param>
/// <param name="Name">What the maker calls it.</param>
/// <param name="MemoryBytes">Its memory; 0 when unknown.</param>
public sealed record DeviceInfo(string Kind, int Index, string Name, long MemoryBytes)
{
    /// <summary>The kind of the processor itself.</summary>
    public const string CpuKind = "cpu";

    /// <summary>The kind of a graphics processor that CUDA drives.</summary>
    public const string CudaKind = "cuda";

    /// <summary>The processor, with nothing said of its memory: where a trainer runs when it is told nothing.</summary>
    public static DeviceInfo Cpu { get; } = new(CpuKind, 0, "", 0);

    /// <summary>Whether it is a graphics processor.</summary>
    public bool IsCuda => Kind == CudaKind;

    /// <summary>The device as torch writes it: <c>cpu</c>, <c>cuda:0</c> ...</summary>
    public string TorchName => IsCuda ? string.Create(CultureInfo.InvariantCulture, $"{CudaKind}:{Index}") : CpuKind;
}
