using Orleans.Placement;

namespace LayerDyn.Grains.Cluster;

/// <summary>Marks a grain that is placed by <see cref="SiloPlacementDirector"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SiloPlacementAttribute() : PlacementAttribute(SiloPlacement.Instance);
