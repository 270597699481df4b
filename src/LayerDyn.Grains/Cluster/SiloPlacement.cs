namespace LayerDyn.Grains.Cluster;

/// <summary>Puts a grain on the silo that its key names, and on no other.</summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
public sealed class SiloPlacement : PlacementStrategy
{
    /// <summary>The only instance that is needed.</summary>
    public static SiloPlacement Instance { get; } = new();
}
