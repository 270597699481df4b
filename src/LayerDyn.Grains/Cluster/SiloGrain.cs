using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Lanes;
using LayerDyn.Grains.Slots;

namespace LayerDyn.Grains.Cluster;

/// <inheritdoc cref="ISiloGrain"/>
/// <param name="lanes">The lanes of this silo.</param>
[SlotPlacement]
public sealed class SiloGrain(LanePool lanes) : Grain, ISiloGrain
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<SlotReport>> GetSlotsAsync() => Task.FromResult(lanes.Report());
}
