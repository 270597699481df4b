using Orleans.Runtime.Placement;

namespace LayerDyn.Grains.Cluster;

/// <summary>
/// Puts a grain on the silo whose address is its key. A silo that has not joined yet, or is leaving, is not replaced by another: that one would answer
/// with its own slots, and take leases that are not its own, for as long as the grain lives there.
/// </summary>
public sealed class SiloPlacementDirector : IPlacementDirector
{
    /// <inheritdoc/>
    /// <exception cref="SiloUnavailableException">The silo takes no grains now.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silo = SiloAddress.FromParsableString(target.GrainIdentity.Key.ToString()!);
        return context.GetCompatibleSilos(target).Contains(silo) ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"silo {silo} takes no grains now: it has not joined yet, or is leaving");
    }
}
