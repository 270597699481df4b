using LayerDyn.Contracts.Cluster;

namespace LayerDyn.Grains.Slots;

/// <summary>
/// Shares slots among shards. Slots go one by one to the shard that has least for its weight, until no demand is left that a free
/// slot fits; each shard's slots are spread so that silos fill in proportion to their size. A sweep's weight is 1, 4 or 16 by its
/// priority, divided among its shards. A shard that would get nothing still gets the use of one slot: its lane shares its time.
/// </summary>
public static class SlotAllocator
{
    /// <summary>The grants of every shard that asks for slots; the same input gives the same grants, in any order.</summary>
    public static Dictionary<string, IReadOnlyList<SlotGrant>> Allocate(IReadOnlyList<SiloSlots> silos, IReadOnlyList<SlotDemand> demands)
    {
        var hosts = silos.OrderBy(silo => silo.Silo).Select(silo => new Host(silo)).ToList();
        var shardsOf = demands.Where(demand => demand.Slots > 0).CountBy(demand => SweepOf(demand.Shard)).ToDictionary();
        var shares = demands.Where(demand => demand.Slots > 0).OrderBy(demand => demand.Shard, StringComparer.Ordinal)
            .Select(demand => new Share(demand, Weight(demand.Priority) / (double)shardsOf[SweepOf(demand.Shard)])).ToList();
        var hungry = new List<Share>(shares);
        while (hungry.Count > 0)
        {
            var share = hungry.MinBy(share => (share.Count + 1) / share.Weight)!;
            var host = hosts.Where(host => host.HasFree(share.Demand)).MinBy(host => host.Load);
            if (host is not null) share.Add(host.Take(share.Demand));
            if (host is null || share.Count >= share.Demand.Slots) hungry.Remove(share);
        }

        foreach (var share in shares.Where(share => share.Count == 0))
            if (hosts.Where(host => host.Fits(share.Demand)).MinBy(host => host.Load) is { } host) share.Add(host.ShareOne());
        return shares.ToDictionary(share => share.Demand.Shard, share => share.Grants());
    }

    /// <summary>A sweep's weight by its priority.</summary>
    public static int Weight(Contracts.Sweeps.SweepPriority priority) => 1 << (2 * (int)priority);

    private static string SweepOf(string shard) => shard[..shard.IndexOf('/')];

    private sealed class Host(SiloSlots silo)
    {
        private readonly List<DeviceSlot> _free = [.. silo.Slots];
        private int _taken;

        public double Load => silo.Slots.Count == 0 ? double.PositiveInfinity : _taken / (double)silo.Slots.Count;

        public bool HasFree(SlotDemand demand) => _free.Exists(slot => slot.Fits(demand.Device, demand.MinMemory));

        public bool Fits(SlotDemand demand) => silo.Fit(demand.Device, demand.MinMemory);

        // Work that may run anywhere leaves accelerators to those that need one.
        public SiloAddress Take(SlotDemand demand)
        {
            _free.Remove(_free.Where(slot => slot.Fits(demand.Device, demand.MinMemory)).OrderBy(slot => slot.Kind, StringComparer.Ordinal).ThenBy(slot => slot.MemoryBytes).First());
            return ShareOne();
        }

        public SiloAddress ShareOne()
        {
            _taken++;
            return silo.Silo;
        }
    }

    private sealed class Share(SlotDemand demand, double weight)
    {
        private readonly Dictionary<SiloAddress, int> _slots = [];

        public SlotDemand Demand => demand;

        public double Weight => weight;

        public int Count { get; private set; }

        public void Add(SiloAddress silo)
        {
            _slots[silo] = _slots.GetValueOrDefault(silo) + 1;
            Count++;
        }

        public IReadOnlyList<SlotGrant> Grants() => [.. _slots.OrderBy(slot => slot.Key).Select(slot => new SlotGrant(slot.Key, slot.Value))];
    }
}
