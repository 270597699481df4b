namespace LayerDyn.Grains.Slots;

/// <summary>The slots of a silo that takes work.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Slots">Its slots.</param>
public sealed record SiloSlots(SiloAddress Silo, IReadOnlyList<DeviceSlot> Slots);
