namespace LayerDyn.Contracts.Sweeps;

/// <summary>A shard's part of a sweep's ledger.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.shard-status")]
public sealed record ShardStatus
{
    /// <summary>The shard's number.</summary>
    [Id(0)] public required int Shard { get; init; }

    /// <summary>Counts up with each status of one life of the shard: older news is dropped.</summary>
    [Id(1)] public long Version { get; init; }

    /// <summary>Points of the shard.</summary>
    [Id(2)] public required long Expected { get; init; }

    /// <summary>Points committed with all steps done.</summary>
    [Id(3)] public long Finished { get; init; }

    /// <summary>Points committed as diverged.</summary>
    [Id(4)] public long Diverged { get; init; }

    /// <summary>Points given up.</summary>
    [Id(5)] public long Failed { get; init; }

    /// <summary>Points that are due and in packs handed to lanes: never more than <see cref="Remaining"/>.</summary>
    [Id(6)] public long Running { get; init; }

    /// <summary>Steps done by points that are running.</summary>
    [Id(7)] public long RunningSteps { get; init; }

    /// <summary>Steps of all points that are running, when they will be done.</summary>
    [Id(8)] public long RunningStepsTotal { get; init; }

    /// <summary>Points that were handed out again because their silo was lost: wasted work.</summary>
    [Id(9)] public long Lost { get; init; }

    /// <summary>What the first failed point said; empty when none failed.</summary>
    [Id(10)] public string FirstFailure { get; init; } = "";

    /// <summary>Why the shard cannot go on; empty when it can.</summary>
    [Id(11)] public string Trouble { get; init; } = "";

    /// <summary>Points still due.</summary>
    public long Remaining => Expected - Finished - Diverged - Failed;
}
