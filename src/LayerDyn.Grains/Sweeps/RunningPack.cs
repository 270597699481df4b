namespace LayerDyn.Grains.Sweeps;

/// <summary>A pack that was handed out.</summary>
internal sealed class RunningPack
{
    /// <summary>Counts up each time the pack is handed out.</summary>
    public required int Attempt { get; init; }

    /// <summary>Number of its points.</summary>
    public required int Points { get; init; }

    /// <summary>Steps of all its points together.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps done, as last heard.</summary>
    public long StepsDone { get; set; }

    /// <summary>Timestamp of its last sign of life.</summary>
    public required long LastHeard { get; set; }
}
