namespace LayerDyn.Grains.Sweeps;

/// <summary>How a sweep is scheduled.</summary>
public sealed class SweepOptions
{
    /// <summary>Packs handed out at once for each granted slot: one to run and one waiting, so that no lane idles for a message.</summary>
    public int PacksPerLane { get; set; } = 2;

    /// <summary>Packs of a shard. A shard's manifest is written whole, so this bounds what a commit costs.</summary>
    public int PacksPerShard { get; set; } = 1024;

    /// <summary>Shards of a sweep that are open at once: they run in the order of their points, a few side by side.</summary>
    public int ShardsAtOnce { get; set; } = 4;

    /// <summary>
    /// A pack that gives no sign of life for so long is handed out again: ten missed pulses. Where it is still alive it goes on under
    /// its new attempt, so being wrong costs a message.
    /// </summary>
    public TimeSpan SilenceLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A pack on a lane whose steps do not advance for so long hangs.</summary>
    public TimeSpan HangLimit { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>A point that hung so often is given up.</summary>
    public int Hangs { get; set; } = 3;

    /// <summary>A point that ran alone while its silo was lost so often is given up: it may be what kills them, as by taking all memory.</summary>
    public int Losses { get; set; } = 5;

    /// <summary>How often silence is looked for.</summary>
    public TimeSpan WatchEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often shards repeat their demand for slots, and sweeps see to their shards.</summary>
    public TimeSpan RenewEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Status streams send at most one message in this time.</summary>
    public TimeSpan StatusEvery { get; set; } = TimeSpan.FromMilliseconds(100);
}
