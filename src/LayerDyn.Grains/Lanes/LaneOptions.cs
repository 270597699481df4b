namespace LayerDyn.Grains.Lanes;

/// <summary>How a silo uses its devices.</summary>
public sealed class LaneOptions
{
    /// <summary>Lanes on the CPU, one torch thread each; 0 takes one for each core.</summary>
    public int CpuLanes { get; set; }

    /// <summary>How often a point that keeps throwing is tried before it is given up.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Long points are checkpointed this often.</summary>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many checkpoints of a point are kept.</summary>
    public int CheckpointsKept { get; set; } = 2;
}
