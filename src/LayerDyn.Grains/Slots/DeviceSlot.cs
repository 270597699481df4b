namespace LayerDyn.Grains.Slots;

/// <summary>A share of a device that trains one program at a time.</summary>
/// <param name="Kind"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Device">Which device of that kind, from 0.</param>
/// <param name="MemoryBytes">Memory of the device.</param>
public sealed record DeviceSlot(string Kind, int Device, long MemoryBytes)
{
    /// <summary>Whether a point that asks for a kind of device (<c>any</c>, <c>cpu</c>, <c>cuda</c>) and memory may run here.</summary>
    public bool Fits(string device, long minMemory) => (device == "any" || device == Kind) && MemoryBytes >= minMemory;
}
