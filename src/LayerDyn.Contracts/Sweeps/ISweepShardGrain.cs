using LayerDyn.Contracts.Cluster;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Sweeps;

/// <summary>
/// A shard of a sweep's index range, keyed by <c>sweep/shard</c>: feeds its packs to the slots that the broker grants it, and owns
/// the manifest of what is committed of them. A small sweep has one; the shards of a big one spread over the cluster.
/// </summary>
[Alias("layerdyn.shard")]
public interface ISweepShardGrain : IGrainWithStringKey
{
    /// <summary>Takes the shard over from the store and goes on with it; calling it again changes nothing but the priority.</summary>
    [Alias("open"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> OpenAsync(ShardOrder order);

    /// <summary>Starts no more packs, interrupts those that run, and returns when what was finished is committed.</summary>
    [Alias("stop"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> StopAsync();

    /// <summary>Makes failed points due again.</summary>
    [Alias("retry"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> RetryFailedAsync();

    /// <summary>From the broker: the slots that the shard may fill from now on.</summary>
    [Alias("grant"), OneWay]
    Task GrantAsync(IReadOnlyList<SlotGrant> grants);

    /// <summary>A pack ended on a lane: commits its points. Returns once the commit is durable; calling it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">It could not be made durable, as by an owner that another has taken over from: the points stay due.</exception>
    [Alias("report"), ResponseTimeout("00:30:00")]
    Task ReportAsync(PackReport report);

    /// <summary>A pack is alive.</summary>
    [Alias("pulse"), OneWay]
    Task PulseAsync(PackPulse pulse);
}
