using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Workers;

/// <summary>A lease as the worker sees it that holds it.</summary>
public interface IHeldLease
{
    /// <summary>The shard that granted it.</summary>
    string Shard { get; }

    /// <summary>Its number, among those of its shard.</summary>
    long Lease { get; }

    /// <summary>Its points.</summary>
    PointRanges Points { get; }

    /// <summary>Whether it is in quarantine: it begins when its shard has been told, with no other such lease beside it.</summary>
    bool IsAlone { get; }

    /// <summary>How far it is.</summary>
    LeaseStage Stage { get; }

    /// <summary>Whether it is to leave a checkpoint and stop.</summary>
    bool IsInterrupted { get; }

    /// <summary>Steps done over all of its points.</summary>
    long StepsDone { get; }

    /// <summary>Whether it does no steps now because it waits for the store, which has a patience of its own.</summary>
    bool WaitsForStore => false;

    /// <summary>When its steps advanced last, as the worker saw it; null before it looked.</summary>
    (long Steps, TimeSpan At)? LastAdvance { get; set; }
}
