namespace LayerDyn.Contracts.Cluster;

/// <summary>
/// Shares the cluster's device slots among shards that want them, key 0. It holds nothing that is not told again within seconds: a
/// shard repeats its demand, silos are known from membership and their metadata. It is asked when demand changes, not for each batch.
/// </summary>
[Alias("layerdyn.broker")]
public interface ISlotBrokerGrain : IGrainWithIntegerKey
{
    /// <summary>States a shard's demand and returns what it is granted; others whose grants change are told.</summary>
    [Alias("demand")]
    Task<SlotGrants> DemandAsync(SlotDemand demand);

    /// <summary>How many slots the shards of an owner's sweeps have.</summary>
    [Alias("slots-of")]
    Task<int> GetSlotsAsync(string owner);
}
