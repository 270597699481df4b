namespace LayerDyn.Grains.Slots;

/// <summary>The slots of a silo that takes work.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Slots">Its slots.</param>
public sealed record SiloSlots(SiloAddress Silo, IReadOnlyList<DeviceSlot> Slots)
{
    /// <summary>Whether one of its slots is what is asked for.</summary>
    public bool Fit(string device, long minMemory) => Slots.Any(slot => slot.Fits(device, minMemory));
}
