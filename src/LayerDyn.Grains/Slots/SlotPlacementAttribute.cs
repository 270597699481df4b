using Orleans.Placement;

namespace LayerDyn.Grains.Slots;

/// <summary>Marks a grain that is placed by <see cref="SlotPlacementDirector"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlotPlacementAttribute() : PlacementAttribute(SlotPlacement.Instance);
