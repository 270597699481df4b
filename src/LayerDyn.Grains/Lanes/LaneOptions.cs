namespace LayerDyn.Grains.Lanes;

/// <summary>How a silo uses its devices.</summary>
public sealed class LaneOptions
{
    /// <summary>Lanes on the CPU, one torch thread each; 0 takes one for each core.</summary>
    public int CpuLanes { get; set; }

    /// <summary>Lanes on each GPU that the driver names.</summary>
    public int LanesPerGpu { get; set; } = 1;

    /// <summary>
    /// A training that has had its slot for so long leaves a checkpoint and makes room when another waits whose owner has had less of the slots' time, or
    /// whose sweep has, for its weight, among those of one owner.
    /// </summary>
    public TimeSpan Slice { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a point that keeps throwing is tried before it fails.</summary>
    public int Attempts { get; set; } = 3;

    /// <summary>Long points are checkpointed this often.</summary>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Long points are also checkpointed after so many steps; 0 for by time only.</summary>
    public long CheckpointEverySteps { get; set; }

    /// <summary>What was measured of a point that trains alone goes to the store this often.</summary>
    public TimeSpan StreamEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many checkpoints of a point are kept.</summary>
    public int CheckpointsKept { get; set; } = 2;

    /// <summary>How long an outage of the store is waited for before a sweep is stopped with its reason.</summary>
    public TimeSpan StorePatience { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Bytes of results and checkpoints that wait for the store in memory; more go to files.</summary>
    public long UploadMemory { get; set; } = 128 << 20;

    /// <summary>Where those files are: a folder on a disk, which a temporary folder need not be.</summary>
    public string UploadFolder { get; set; } = Path.GetTempPath();

    /// <summary>Bytes that wait for the store in all; beyond that, lanes wait too.</summary>
    public long UploadLimit { get; set; } = 4L << 30;

    /// <summary>How long a silo that is told to stop lets its points finish or checkpoint.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(25);
}
