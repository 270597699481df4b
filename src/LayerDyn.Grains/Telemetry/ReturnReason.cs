namespace LayerDyn.Grains.Telemetry;

/// <summary>Why a batch is pending again, or a point failed for its batch's sake.</summary>
public enum ReturnReason
{
    /// <summary>The membership says that its silo is dead.</summary>
    SiloLost,

    /// <summary>It gave no sign of life.</summary>
    Silent,

    /// <summary>Its steps stood still.</summary>
    Hung,

    /// <summary>Its silo is leaving and takes no more.</summary>
    Refused,

    /// <summary>The call that hands it over failed.</summary>
    NotStarted,
}
