namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// When a sweep, or a point of it, is stopped although it is not done. No part of any identity: a sweep that is run again with other limits goes on
/// from what it has.
/// </summary>
public sealed record RunLimits
{
    /// <summary>No limits.</summary>
    public static RunLimits None { get; } = new();

    /// <summary>A point that trains for so long fails; a batch that does is split, until each of its points trains alone. Null for as long as it takes.</summary>
    public TimeSpan? PointTime { get; init; }

    /// <summary>So long after it was started or resumed, the sweep is paused. Null for as long as it takes.</summary>
    public TimeSpan? SweepTime { get; init; }

    /// <summary>When so many points have failed since it was started or resumed, the sweep is paused. Null for any number.</summary>
    public long? Failures { get; init; }

    /// <summary>The smaller of each.</summary>
    public RunLimits Within(RunLimits most) => new()
    {
        PointTime = Least(PointTime, most.PointTime),
        SweepTime = Least(SweepTime, most.SweepTime),
        Failures = Least(Failures, most.Failures),
    };

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is { } a && other is { } b ? (a.CompareTo(b) < 0 ? a : b) : one ?? other;
}
