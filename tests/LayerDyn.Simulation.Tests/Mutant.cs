namespace LayerDyn.Simulation.Tests;

/// <summary>A deliberate fault of the runtime, that the simulation must find.</summary>
internal enum Mutant
{
    /// <summary>The runtime as it is.</summary>
    None,

    /// <summary>The manifest is replaced whatever its version.</summary>
    NoTermCheck,

    /// <summary>Results are listed though a point of them has a result already.</summary>
    CommitWithoutCompare,

    /// <summary>Leases never expire, and nobody says that a worker is gone.</summary>
    NoDeadline,

    /// <summary>The next owner does not know what happened to points before.</summary>
    HistoryDropped,

    /// <summary>A worker that is lost again and again with a point is no reason to fail it.</summary>
    NoFailure,

    /// <summary>What takes workers down runs with others.</summary>
    NoQuarantine,

    /// <summary>A worker forgets a lease before its results are listed.</summary>
    ForgetsBeforeListed,

    /// <summary>A paused shard goes on granting.</summary>
    GrantsWhilePaused,

    /// <summary>Leases that a new owner does not know are dropped.</summary>
    DropsUnknown,

    /// <summary>A batch that waits behind others stays there, whatever is free elsewhere.</summary>
    NeverYields,

    /// <summary>A worker knows leases by their number alone, whichever shard granted them.</summary>
    LeasesByNumber,

    /// <summary>Batches in quarantine run beside those of other shards, as if these did no harm.</summary>
    QuarantineByShard,

    /// <summary>A point may train for ever.</summary>
    NoPointTime,
}
