using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LayerDyn.Grains.Slots;

/// <inheritdoc cref="ISlotBrokerGrain"/>
/// <remarks>A shell: what is decided is in <see cref="SlotBook"/>.</remarks>
/// <param name="slots">The cluster's slots.</param>
/// <param name="time">The clock.</param>
[Reentrant, PreferLocalPlacement]
public sealed class SlotBrokerGrain(ClusterSlots slots, TimeProvider time) : Grain, ISlotBrokerGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SlotBook _book = new(time.GetTimestamp());
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SlotGrants> DemandAsync(SlotDemand demand)
    {
        Tell(_book.Demand(demand, slots.Silos, Now).Where(shard => shard != demand.Shard));
        return Task.FromResult(_book.GrantsOf(demand.Shard));
    }

    /// <inheritdoc/>
    public Task<int> GetSlotsAsync(string owner) => Task.FromResult(_book.SlotsOf(owner));

    private Task Look(CancellationToken cancellationToken)
    {
        Tell(_book.Look(slots.Silos(), Now));
        return Task.CompletedTask;
    }

    private void Tell(IEnumerable<string> shards)
    {
        foreach (string shard in shards) _ = GrainFactory.GetGrain<IShardGrain>(shard).GrantAsync(_book.GrantsOf(shard));
    }
}
