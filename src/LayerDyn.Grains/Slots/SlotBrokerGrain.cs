using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LayerDyn.Grains.Slots;

/// <inheritdoc cref="ISlotBrokerGrain"/>
/// <param name="slots">The cluster's slots.</param>
/// <param name="time">The clock.</param>
[Reentrant, PreferLocalPlacement]
public sealed class SlotBrokerGrain(ClusterSlots slots, TimeProvider time) : Grain, ISlotBrokerGrain
{
    // Shards repeat their demand every two seconds; one that stays silent for several times as long is gone.
    private static readonly TimeSpan Forget = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Holder> _holders = [];
    private string _silos = "";

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SlotGrant>> DemandAsync(SlotDemand demand)
    {
        _holders.TryGetValue(demand.Shard, out var holder);
        bool changed = holder is null ? demand.Slots > 0 : SlotAllocator.Matters(holder.Demand, demand, holder.Grants.Sum(grant => grant.Slots));
        if (demand.Slots == 0) _holders.Remove(demand.Shard);
        else if (holder is null) _holders[demand.Shard] = holder = new Holder(demand) { LastHeard = time.GetTimestamp() };
        else (holder.Demand, holder.LastHeard) = (demand, time.GetTimestamp());
        if (changed) Share(except: demand.Shard);
        return Task.FromResult(demand.Slots == 0 ? [] : holder!.Grants);
    }

    private Task Look(CancellationToken cancellationToken)
    {
        var gone = _holders.Where(entry => time.GetElapsedTime(entry.Value.LastHeard) > Forget).Select(entry => entry.Key).ToList();
        foreach (string shard in gone) _holders.Remove(shard);
        string silos = string.Join(';', slots.Silos().Select(silo => $"{silo.Silo}:{silo.Slots.Count}"));
        if (gone.Count > 0 || silos != _silos) Share(except: null);
        _silos = silos;
        return Task.CompletedTask;
    }

    private void Share(string? except)
    {
        var grants = SlotAllocator.Allocate(slots.Silos(), [.. _holders.Values.Select(holder => holder.Demand)], _holders.ToDictionary(entry => entry.Key, entry => entry.Value.Grants));
        foreach (var (shard, holder) in _holders)
        {
            var next = grants.GetValueOrDefault(shard) ?? [];
            if (next.SequenceEqual(holder.Grants)) continue;
            holder.Grants = next;
            if (shard != except) _ = GrainFactory.GetGrain<IShardGrain>(shard).GrantAsync(next);
        }
    }

    private sealed class Holder(SlotDemand demand)
    {
        public SlotDemand Demand { get; set; } = demand;

        public long LastHeard { get; set; }

        public IReadOnlyList<SlotGrant> Grants { get; set; } = [];
    }
}
