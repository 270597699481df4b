namespace LayerDyn.Contracts.Sweeps;

/// <summary>A sweep's share of slots that several sweeps want: each step is worth four times the one below.</summary>
[GenerateSerializer, Alias("layerdyn.sweep-priority")]
public enum SweepPriority
{
    /// <summary>Gives way to others.</summary>
    Low = 0,

    /// <summary>The usual.</summary>
    Normal = 1,

    /// <summary>Goes before others.</summary>
    High = 2,
}
