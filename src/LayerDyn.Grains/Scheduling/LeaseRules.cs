namespace LayerDyn.Grains.Scheduling;

/// <summary>The times and limits of a <see cref="LeaseTable"/>.</summary>
public sealed record LeaseRules
{
    /// <summary>How often workers send heartbeats.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A lease expires so long after the last heartbeat that named it.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A batch whose worker was lost so often is quarantined: split, until its points run alone.</summary>
    public int QuarantineAfter { get; init; } = 2;

    /// <summary>Parts that a quarantined batch is split into.</summary>
    public int Split { get; init; } = 16;

    /// <summary>A point that was alone with its worker each of so many times that it was lost, without a newer checkpoint, has failed.</summary>
    public int Losses { get; init; } = 5;

    /// <summary>A point that stood still so often has failed.</summary>
    public int Hangs { get; init; } = 3;

    /// <summary>A point that trained alone for so long has failed; a batch that did is split. Null for as long as it takes.</summary>
    public TimeSpan? PointTime { get; init; }
}
