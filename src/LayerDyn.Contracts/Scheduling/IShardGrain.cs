using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Scheduling;

/// <summary>
/// The owner of a shard of a sweep's points, keyed by <c>sweep/shard</c>: leases batches of them to workers with slots that it was
/// granted, and keeps the manifest of what is committed. A small sweep has one; the shards of a big one spread over the cluster.
/// </summary>
[Alias("layerdyn.shard")]
public interface IShardGrain : IGrainWithStringKey
{
    /// <summary>Takes the shard over from the store and leases its points; calling it again changes nothing but the priority.</summary>
    [Alias("open"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> OpenAsync(ShardOrder order);

    /// <summary>Grants no more leases and calls in those in force: returns when they are back, or after two heartbeats without them.</summary>
    [Alias("stop"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> StopAsync();

    /// <summary>Opens the shard where it is not open, as one is not whose points are all settled, and makes failed points pending again.</summary>
    [Alias("retry"), ResponseTimeout("00:05:00")]
    Task<ShardStatus> RetryFailedAsync(ShardOrder order);

    /// <summary>The lease that a point is in; null where it is in none, or the shard has no owner.</summary>
    [Alias("find")]
    Task<LeaseReport?> FindAsync(long index);

    /// <summary>
    /// Ends a point without a result: it is failed, at once where it is pending and when its worker has let go of it where it is leased.
    /// False where it is terminal already, or the shard has no owner.
    /// </summary>
    [Alias("stop-point")]
    Task<bool> StopPointAsync(long index);

    /// <summary>From the broker: the slots that the shard may fill from now on.</summary>
    [Alias("grant"), OneWay]
    Task GrantAsync(SlotGrants grants);

    /// <summary>
    /// A worker is about to begin a batch in quarantine; returns once that is durable. False where it may not: the lease is not in force, or
    /// the shard has no owner.
    /// </summary>
    [Alias("begin")]
    Task<bool> BeginAsync(long lease);

    /// <summary>A worker says which leases of the shard it holds, and is told what to do with each. Nothing is said of a shard that has no owner yet.</summary>
    /// <param name="worker">The worker: its silo's address.</param>
    /// <param name="held">All its leases of this shard.</param>
    [Alias("heartbeat")]
    Task<IReadOnlyDictionary<long, LeaseCommand>> HeartbeatAsync(string worker, IReadOnlyList<LeaseBeat> held);

    /// <summary>A lease has ended: commits its results. Returns once they are durable; calling it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The shard has no owner just now, or could not write: tell it again.</exception>
    [Alias("commit"), ResponseTimeout("00:30:00")]
    Task CommitAsync(LeaseResult result);
}
