using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A leased batch on a worker.</summary>
/// <param name="shard">Its shard.</param>
/// <param name="key">What the worker knows that by.</param>
/// <param name="lease">Its number.</param>
/// <param name="points">Its points.</param>
/// <param name="alone">Whether it is in quarantine.</param>
internal sealed class Held(Shard shard, string key, long lease, PointRanges points, bool alone) : IHeldLease
{
    public Shard Of => shard;

    public string Shard => key;

    public long Lease => lease;

    public PointRanges Points => points;

    public bool IsAlone => alone;

    /// <summary>Whether a slot may take it.</summary>
    public bool MayBegin { get; set; } = !alone;

    public LeaseStage Stage { get; set; }

    public bool IsInterrupted => false;

    public long StepsDone => Done.Count + Vain;

    /// <summary>Steps of a point that never ends.</summary>
    public long Vain { get; set; }

    public (long Steps, TimeSpan At)? LastAdvance { get; set; }

    public List<long> Done { get; } = [];
}
