using System.Globalization;
using System.Runtime.InteropServices;
using LayerDyn.Grains.Lanes;
using LayerDyn.Science.Devices;
using LayerDyn.Sweeps;
using LayerDyn.Sweeps.Planning;
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

    /// <summary>This machine, as the sweeps that are worked on here name it.</summary>
    public SweepHardware Machine => new(
        1, RuntimeInformation.OSDescription, Devices.FirstOrDefault(device => !device.IsCuda)?.Name is { Length: > 0 } name ? name : RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount, string.Join(", ", Devices.GroupBy(device => (device.Kind, device.Name)).Select(Slots).Where(slots => slots.Length > 0)), ProductVersion.Full);

    /// <summary>The device of a slot.</summary>
    public DeviceInfo DeviceOf(DeviceSlot slot) => Devices.First(device => device.Kind == slot.Kind && device.Index == slot.Device);

    private string Slots(IGrouping<(string Kind, string Name), DeviceInfo> devices)
    {
        int count = devices.Sum(Lanes);
        string kind = devices.First().IsCuda ? $"{devices.Key.Kind} ({devices.Key.Name})" : devices.Key.Kind;
        return count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count} {kind}") : "";
    }

    private int Lanes(DeviceInfo device) => device.IsCuda ? options.Value.LanesPerGpu
        : options.Value.CpuLanes > 0 ? options.Value.CpuLanes
        : Environment.ProcessorCount;
}
