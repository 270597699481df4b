using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Cluster;
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
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1), StandEvery = TimeSpan.FromSeconds(2);

    private readonly SlotBook _book = new(time.GetTimestamp());
    private readonly long _began = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_began);

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookEvery, LookEvery) { Interleave = true });
        this.RegisterGrainTimer(Stand, new GrainTimerCreationOptions(StandEvery, StandEvery) { Interleave = true });
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

    /// <summary>Tells silos what owners have had. One silo alone knows it by itself, and one owner alone has all.</summary>
    private Task Stand(CancellationToken cancellationToken)
    {
        var (silos, standing) = (slots.Silos(), _book.Standing);
        if (silos.Count > 1 && standing.Had.Count > 1)
            foreach (var silo in silos) _ = SiloGrain.AskAsync(GrainFactory, silo.Silo, grain => grain.StandAsync(standing));
        return Task.CompletedTask;
    }

    private void Tell(IEnumerable<string> shards)
    {
        foreach (string shard in shards) _ = GrainFactory.GetGrain<IShardGrain>(shard).GrantAsync(_book.GrantsOf(shard));
    }
}
