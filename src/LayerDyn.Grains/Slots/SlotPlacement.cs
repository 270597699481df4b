namespace LayerDyn.Grains.Slots;

/// <summary>Puts a grain on the silo whose slot it was granted.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
public sealed class SlotPlacement : PlacementStrategy
{
    /// <summary>The only instance that is needed.</summary>
    public static SlotPlacement Instance { get; } = new();
}
