using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A leased batch on a worker.</summary>
internal sealed class Held(long id, PointRanges points)
{
    public long Id => id;

    public PointRanges Points => points;

    public LeaseStage Stage { get; set; }

    public List<long> Done { get; } = [];
}
