using LayerDyn.Grains.Lanes;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Shares;

/// <summary>A batch of a shard.</summary>
/// <param name="shard">Its shard.</param>
/// <param name="number">Which of them it is.</param>
/// <param name="seconds">How long it takes.</param>
internal sealed class Batch(Shard shard, int number, double seconds)
{
    /// <summary>Its points.</summary>
    public PointRanges Points { get; } = PointRanges.Of(number, number + 1);

    /// <summary>Its shard.</summary>
    public Shard Shard => shard;

    /// <summary>Seconds that are left of it.</summary>
    public double Left { get; set; } = seconds;

    /// <summary>Seconds that were left at its newest checkpoint.</summary>
    public double Saved { get; set; } = seconds;

    /// <summary>Where it is leased to.</summary>
    public Silo? Silo { get; set; }

    /// <summary>As that silo knows it.</summary>
    public BatchJob? Job { get; set; }
}
