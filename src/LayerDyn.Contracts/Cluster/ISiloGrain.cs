using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Experiments;
using LayerDyn.Contracts.Scheduling;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Cluster;

/// <summary>One silo's own view of itself, keyed by its address; always placed on that silo.</summary>
[Alias("layerdyn.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>The slots of this silo and what runs in them.</summary>
    [Alias("slots")]
    Task<IReadOnlyList<SlotReport>> GetSlotsAsync();

    /// <summary>The newest entries of this silo's log about a sweep, or one of its points, at most <paramref name="most"/> of a level or above, the newest last.</summary>
    [Alias("log")]
    Task<IReadOnlyList<LogEntry>> GetLogAsync(string sweep, long? point, string level, int most);

    /// <summary>Folds segments of a sweep into curve states of their own: what this silo wrote, it still has in memory.</summary>
    [Alias("fold-segments"), ResponseTimeout("00:05:00"), AlwaysInterleave]
    Task<FoldedSegments> FoldAsync(string sweep, IReadOnlyList<SegmentRef> segments);

    /// <summary>What was measured after a step of a point that is trained alone on this silo; null where none is.</summary>
    [Alias("measured"), AlwaysInterleave]
    Task<MeasuredRows?> ReadAsync(string sweep, long point, long afterStep);

    /// <summary>Has a point that is trained alone on this silo write a checkpoint, and returns its step once it is in the store; null where none is trained.</summary>
    /// <exception cref="TimeoutException">None was written within half a minute.</exception>
    [Alias("checkpoint"), AlwaysInterleave, ResponseTimeout("00:01:00")]
    Task<long?> CheckpointAsync(string sweep, long point);

    /// <summary>From a shard: leases for this silo's worker. Returns at once; false where the silo is leaving and takes none.</summary>
    [Alias("take"), AlwaysInterleave]
    Task<bool> TakeAsync(IReadOnlyList<LeaseOrder> leases);

    /// <summary>From the broker of slots: what owners have had in the whole cluster, by which this silo shares its slots' time among them.</summary>
    [Alias("stand"), OneWay, AlwaysInterleave]
    Task StandAsync(OwnerStanding standing);

    /// <summary>From a shard: what the worker is to do with leases now, without waiting for its next heartbeat.</summary>
    [Alias("command"), AlwaysInterleave]
    Task CommandAsync(string shard, IReadOnlyDictionary<long, LeaseCommand> commands);
}
