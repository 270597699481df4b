namespace LayerDyn.Api.Sweeps;

/// <summary>A sweep with its ledger: expected = finished + diverged + failed + remaining.</summary>
public sealed record SweepView
{
    /// <summary>The sweep's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>One of <see cref="SweepStates"/>.</summary>
    public required string State { get; init; }

    /// <summary><c>low</c>, <c>normal</c> or <c>high</c>.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>Number of points.</summary>
    public required long Expected { get; init; }

    /// <summary>Points committed with all steps done.</summary>
    public required long Finished { get; init; }

    /// <summary>Points committed as diverged: a result.</summary>
    public required long Diverged { get; init; }

    /// <summary>Points given up after their attempts were used up.</summary>
    public required long Failed { get; init; }

    /// <summary>Points still due, running ones included.</summary>
    public required long Remaining { get; init; }

    /// <summary>Points that are running.</summary>
    public long Running { get; init; }

    /// <summary>Points that were in the store before the sweep was started.</summary>
    public long FromStore { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    public long Shared { get; init; }

    /// <summary>Points that were handed out again because their silo was lost: wasted work.</summary>
    public long Lost { get; init; }

    /// <summary>Steps done by points that are running.</summary>
    public long RunningSteps { get; init; }

    /// <summary>Steps of all points that are running, when they will be done.</summary>
    public long RunningStepsTotal { get; init; }

    /// <summary>Points done a second, over the last half minute that someone watched.</summary>
    public double PointsPerSecond { get; init; }

    /// <summary>Seconds left at this pace; null when there is no pace yet.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>Why it is broken, or what failed first; empty when all is well.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it was first submitted; null when that is not known.</summary>
    public DateTimeOffset? Submitted { get; init; }

    /// <summary>Its axes.</summary>
    public IReadOnlyList<AxisSummary> Axes { get; init; } = [];

    /// <summary>Names of its curves.</summary>
    public IReadOnlyList<string> Curves { get; init; } = [];
}
