using LayerDyn.Grains.Lanes;
using LayerDyn.Science.Devices;
using Microsoft.Extensions.Options;

namespace LayerDyn.Grains.Slots;

/// <summary>The device slots of this silo.</summary>
/// <param name="inventory">The devices of this machine.</param>
/// <param name="options">How many lanes each device gets.</param>
public sealed class DeviceSlots(IDeviceInventory inventory, IOptions<LaneOptions> options)
{
    /// <summary>The devices, by kind and index.</summary>
    public IReadOnlyList<DeviceInfo> Devices { get; } = inventory.List();

    /// <summary>All slots: the CPU's first.</summary>
    public IReadOnlyList<DeviceSlot> All =>
        [.. Devices.SelectMany(device => Enumerable.Repeat(new DeviceSlot(device.Kind, device.Index, device.MemoryBytes), Lanes(device)))];

    /// <summary>The device of a slot.</summary>
    public DeviceInfo DeviceOf(DeviceSlot slot) => Devices.First(device => device.Kind == slot.Kind && device.Index == slot.Device);

    private int Lanes(DeviceInfo device) => device.IsCuda ? options.Value.LanesPerGpu
        : options.Value.CpuLanes > 0 ? options.Value.CpuLanes
        : Environment.ProcessorCount;
}
