namespace LayerDyn.Grains.Scheduling;

/// <summary>Why a lease ended without a result.</summary>
public enum ReleaseReason
{
    /// <summary>The worker was told to stop, is draining, or cannot take it: nothing is known against its points.</summary>
    Returned,

    /// <summary>It had its slot for long, and made room for another sweep.</summary>
    Yielded,

    /// <summary>Its deadline passed without a heartbeat.</summary>
    Expired,

    /// <summary>Its worker is gone.</summary>
    WorkerLost,

    /// <summary>Its steps stood still for too long.</summary>
    Hung,

    /// <summary>It trained for longer than a point may.</summary>
    Overran,

    /// <summary>Somebody asked for its end.</summary>
    Stopped,
}
