namespace LayerDyn.Contracts.Sweeps;

/// <summary>Where a sweep stands.</summary>
[GenerateSerializer, Alias("layerdyn.sweep-state")]
public enum SweepState
{
    /// <summary>Never started here.</summary>
    Unknown = 0,

    /// <summary>Points are being computed.</summary>
    Running = 1,

    /// <summary>Nothing is computed until it is started again.</summary>
    Paused = 2,

    /// <summary>All points are committed; curves are being drawn.</summary>
    Drawing = 3,

    /// <summary>All points are committed or have failed, and the curves are drawn.</summary>
    Ended = 4,

    /// <summary>It cannot go on; <see cref="SweepStatus.Message"/> says why.</summary>
    Broken = 5,

    /// <summary>Someone ended it before all points were done; resuming goes on.</summary>
    Cancelled = 6,
}
