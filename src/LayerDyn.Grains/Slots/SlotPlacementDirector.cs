using Orleans.Runtime.Placement;

namespace LayerDyn.Grains.Slots;

/// <summary>
/// Follows the hint that came with the call: the silo of the granted slot. Without one, or when that silo is gone, the grain's hash
/// chooses one in proportion to slots, so that a call is never refused for want of a hint.
/// </summary>
/// <param name="slots">The cluster's slots.</param>
public sealed class SlotPlacementDirector(ClusterSlots slots) : IPlacementDirector
{
    /// <inheritdoc/>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var compatible = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, compatible) is { } granted) return Task.FromResult(granted);
        var known = slots.Silos().Where(silo => compatible.Contains(silo.Silo)).ToList();
        uint draw = target.GrainIdentity.GetUniformHashCode();
        long mark = draw % Math.Max(1, known.Sum(silo => silo.Slots.Count));
        foreach (var silo in known)
            if ((mark -= silo.Slots.Count) < 0) return Task.FromResult(silo.Silo);
        return Task.FromResult(compatible[draw % compatible.Length]);
    }
}
