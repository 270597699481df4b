using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Scheduling;

namespace LayerDyn.Simulation.Tests;

/// <summary>The slots that an owner was granted, and how it fills them.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="shard">Its shard.</param>
/// <param name="owner">The owner.</param>
/// <param name="table">Its table.</param>
/// <param name="manifest">What makes it durable.</param>
internal sealed class OwnedSlots(Cluster cluster, Shard shard, Owner owner, LeaseTable table, ManifestWriter manifest)
{
    private const int BatchesASlot = 2;

    private static readonly TimeSpan DemandEvery = TimeSpan.FromSeconds(2);

    private SlotGrants _grants = SlotGrants.None;
    private TimeSpan _demanded;

    private long Remaining => shard.Points.Count - table.Terminal.Count;

    private int Wanted => table.IsOpen ? table.WantedSlots(GrantsByWorker, int.MaxValue) : 0;

    private List<(string Worker, int Slots)> GrantsByWorker =>
        [.. _grants.Slots.Select(grant => (Worker: grant.Silo.ToParsableString(), grant.Slots)).Where(grant => cluster.Members.Any(member => member.Name == grant.Worker))];

    public void Granted(SlotGrants grants)
    {
        if (grants.Follows(_grants)) _grants = grants;
        Fill();
    }

    public void Tick()
    {
        if (Wanted < _grants.Slots.Sum(grant => grant.Slots) || cluster.World.Now - _demanded >= DemandEvery) Demand();
        Fill();
    }

    /// <summary>Says how many slots it could fill.</summary>
    public void Demand()
    {
        _demanded = cluster.World.Now;
        var demand = new SlotDemand(shard.Key, SweepPriority.Normal, Wanted);
        cluster.World.Send(() => cluster.Broker.Demand(demand, grants => owner.Host.Awake(() => owner.Granted(grants))));
    }

    /// <summary>Tells workers to stop, and gives the slots up.</summary>
    public void CallIn()
    {
        foreach (var worker in cluster.Workers)
        {
            var stops = table.HeldBy(worker.Name).ToDictionary(lease => lease.Id, _ => LeaseCommand.Stop);
            if (stops.Count > 0) cluster.World.Send(() => worker.Obey(shard, stops));
        }

        Demand();
    }

    /// <summary>Leases batches to the workers that have room, or to one of them.</summary>
    public void Fill(string? only = null)
    {
        if (!table.IsOpen) return;
        var members = cluster.Members.ToDictionary(worker => worker.Name);
        var grants = GrantsByWorker;
        if (only is not null) grants.RemoveAll(grant => grant.Worker != only);
        HandOver(table.Fill(grants, BatchesASlot, cluster.World.Now), members);
        if (only is not null) return;
        table.Balance(grants, BatchesASlot, cluster.World.Now);
        // What hung on the only worker that was granted is tried elsewhere.
        if (table.Leases.Count == 0 && Remaining > 0) HandOver(table.Fill([.. members.Keys.Select(worker => (worker, 1))], 1, cluster.World.Now), members);
    }

    private void HandOver(IReadOnlyList<Lease> leases, Dictionary<string, Worker> members)
    {
        foreach (var granted in leases.GroupBy(lease => members[lease.Worker]))
        {
            Invariants.HoldGrants(table, granted.Key.Name, [.. granted]);
            manifest.Changed();
            if (granted.Any(lease => lease.History != LossHistory.None)) manifest.Save(Push);
            else Push();

            void Push() => cluster.World.Send(() => granted.Key.Take(shard, [.. granted]));
        }
    }
}
