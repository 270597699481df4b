using LayerDyn.Grains.Lanes;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Slots;

/// <summary>The device slots of this silo.</summary>
/// <param name="options">How many lanes each device gets.</param>
public sealed class DeviceSlots(IOptions<LaneOptions> options)
{
    /// <summary>All of them: the CPU's first.</summary>
    public IReadOnlyList<DeviceSlot> All { get; } = [.. Cpu(options.Value)];

    private static IEnumerable<DeviceSlot> Cpu(LaneOptions options)
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        int lanes = options.CpuLanes > 0 ? options.CpuLanes : Environment.ProcessorCount;
        return Enumerable.Range(0, lanes).Select(_ => new DeviceSlot("cpu", 0, memory));
    }
}
