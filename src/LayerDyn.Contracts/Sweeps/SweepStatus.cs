namespace LayerDyn.Contracts.Sweeps;

/// <summary>A sweep's ledger. It always adds up: expected = finished + diverged + failed + remaining, and running points are remaining ones.</summary>
[GenerateSerializer, Immutable, Alias("layerdyn.sweep-status")]
public sealed record SweepStatus
{
    /// <summary>The sweep's id.</summary>
    [Id(0)] public required string SweepId { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(1)] public required SweepState State { get; init; }

    /// <summary>Number of points.</summary>
    [Id(2)] public required long Expected { get; init; }

    /// <summary>Points committed with all steps done.</summary>
    [Id(3)] public required long Finished { get; init; }

    /// <summary>Points committed as diverged: a result.</summary>
    [Id(4)] public required long Diverged { get; init; }

    /// <summary>Points given up after their attempts were used up.</summary>
    [Id(5)] public required long Failed { get; init; }

    /// <summary>Points still due, running ones included.</summary>
    public long Remaining => Expected - Finished - Diverged - Failed;

    /// <summary>Points that are due and in packs handed to lanes: never more than <see cref="Remaining"/>.</summary>
    [Id(6)] public long Running { get; init; }

    /// <summary>Points that were already in the store when the sweep was started this time.</summary>
    [Id(7)] public long FromStore { get; init; }

    /// <summary>Optimizer steps done by points that are running.</summary>
    [Id(8)] public long RunningSteps { get; init; }

    /// <summary>Optimizer steps of all points that are running, when they will be done.</summary>
    [Id(9)] public long RunningStepsTotal { get; init; }

    /// <summary>Why it is broken, or which points failed first; empty when all is well.</summary>
    [Id(10)] public string Message { get; init; } = "";

    /// <summary>Its share of slots that others want too.</summary>
    [Id(11)] public SweepPriority Priority { get; init; } = SweepPriority.Normal;

    /// <summary>When it was first submitted (UTC).</summary>
    [Id(12)] public DateTime Submitted { get; init; }

    /// <summary>Points that were handed out again because their silo was lost: wasted work.</summary>
    [Id(13)] public long Lost { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    [Id(14)] public long Shared { get; init; }

    /// <summary>
    /// Points settled, and fractions of running ones by their steps: from 0 to <see cref="Expected"/>, whatever the sender counted.
    /// </summary>
    public double Done
    {
        get
        {
            double share = RunningStepsTotal > 0 ? Math.Clamp((double)RunningSteps / RunningStepsTotal, 0, 1) : 0;
            return Math.Clamp(Finished + Diverged + Failed + Running * share, 0, Math.Max(0, Expected));
        }
    }

    /// <summary>Whether nothing more will happen until someone acts.</summary>
    public bool IsAtRest => State is SweepState.Ended or SweepState.Paused or SweepState.Broken or SweepState.Cancelled;
}
