namespace LayerDyn.Grains.Sweeps;

/// <summary>How a sweep is scheduled.</summary>
public sealed class SweepOptions
{
    /// <summary>Packs handed out at once for each lane: one to run and one waiting, so that no lane idles for a message.</summary>
    public int PacksPerLane { get; set; } = 2;

    /// <summary>A pack that gives no sign of life for so long is handed out again.</summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often silence is looked for.</summary>
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Status streams send at most one message in this time.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromMilliseconds(100);
}
