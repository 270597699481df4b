using LayerDyn.Contracts.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>A worker's right to train a batch of points until a deadline, which its heartbeats move.</summary>
/// <param name="Id">Unique in its shard's life: the term of the owner that granted it, and a number.</param>
/// <param name="Worker">Who has it.</param>
/// <param name="Points">The points that were pending when it was granted.</param>
/// <param name="History">What happened to these points before.</param>
/// <param name="Granted">When it was granted.</param>
/// <param name="Deadline">Without a heartbeat it expires then.</param>
public sealed record Lease(long Id, string Worker, PointRanges Points, LossHistory History, TimeSpan Granted, TimeSpan Deadline)
{
    /// <summary>Whether a heartbeat of its worker has named it: until then the grant may not have arrived.</summary>
    public bool Seen { get; init; }

    /// <summary>Whether a batch in quarantine has had its turn: until then it was not what took its worker down.</summary>
    public bool Begun { get; init; }

    /// <summary>When its worker was last heard to train it; null where it does not, as far as is known.</summary>
    public TimeSpan? Trains { get; init; }

    /// <summary>Seconds of its slot that are counted; null where an owner before counted, nobody knows how many.</summary>
    public double? Charged { get; init; } = 0;

    /// <summary>How far the worker is, as last heard.</summary>
    public LeaseBeat Progress { get; init; } = new(Id, Points, LeaseStage.Waiting, 0, 0);
}
