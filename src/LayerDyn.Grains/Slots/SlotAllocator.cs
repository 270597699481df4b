using LayerDyn.Contracts.Cluster;

namespace LayerDyn.Grains.Slots;

/// <summary>
/// Shares slots among shards. Slots go one by one to the owner that has least (of several, to the one that ranks first), and of its shards to the one that has least for its weight, until no demand
/// is left that a free slot fits; each shard's slots are spread so that silos fill in proportion to their size. A sweep's weight among those of its
/// owner is 1, 4 or 16 by its priority, divided among its shards. A shard that would get nothing still gets the use of one slot: its lane shares its time.
/// An owner that may have so many slots only gets no more, and their shards beyond get nothing.
/// Where a shard had slots before, it keeps them as far as its new number goes: what waits there need not move when somebody else's demand changes.
/// </summary>
public static class SlotAllocator
{
    /// <summary>The grants of every shard that asks for slots; the same input gives the same grants, in any order.</summary>
    /// <param name="silos">The slots there are.</param>
    /// <param name="demands">What is asked for.</param>
    /// <param name="before">The grants in force, by shard.</param>
    /// <param name="rankOf">Where an owner stands among those that have as many slots, the lowest first; all alike where it is left out.</param>
    public static Dictionary<string, IReadOnlyList<SlotGrant>> Allocate(
        IReadOnlyList<SiloSlots> silos, IReadOnlyList<SlotDemand> demands, IReadOnlyDictionary<string, IReadOnlyList<SlotGrant>> before,
        Func<string, double>? rankOf = null)
    {
        var asking = demands.Where(demand => demand.Slots > 0).OrderBy(demand => demand.Shard, StringComparer.Ordinal).ToList();
        var shardsOf = asking.CountBy(demand => SweepOf(demand.Shard)).ToDictionary();
        var cluster = new SlotClasses(silos, [.. asking.Select(demand => (demand.Device, demand.MinMemory)).Distinct()]);
        Share[] shares = [.. asking.Select(demand => new Share(demand, Weight(demand.Priority) / (double)shardsOf[SweepOf(demand.Shard)], cluster.Count))];

        // How many, and of which class.
        var owners = new PriorityQueue<PriorityQueue<Share, (double Load, int Order)>, (int Slots, double Rank, int Order)>();
        foreach (var (order, owner) in shares.Select((share, order) => (share, order)).GroupBy(item => item.share.Demand.Owner).Index())
        {
            var hungry = new PriorityQueue<Share, (double Load, int Order)>();
            foreach (var (share, place) in owner) hungry.Enqueue(share, (share.Next, place));
            owners.Enqueue(hungry, (0, rankOf?.Invoke(owner.Key) ?? 0, order));
        }

        while (owners.TryDequeue(out var hungry, out var turn))
        {
            if (!hungry.TryDequeue(out var share, out var place) || turn.Slots >= MostOf(share)) continue; // it wants no more, or may not have more
            int? reserved = cluster.Reserve(share.Demand);
            if (reserved is { } number && share.Add(number)) hungry.Enqueue(share, (share.Next, place.Order));
            owners.Enqueue(hungry, (turn.Slots + (reserved is null ? 0 : 1), turn.Rank, turn.Order));
        }

        // Where: what it had before, and then on the least loaded silos. Who ranks first stays first: elsewhere he might share his slot's time.
        if (rankOf is not null) shares = [.. shares.OrderBy(share => rankOf(share.Demand.Owner))];
        foreach (var share in shares)
            foreach (var (silo, slots) in before.GetValueOrDefault(share.Demand.Shard) ?? []) cluster.Keep(share, silo, slots);
        foreach (var share in shares) cluster.Place(share);
        var had = shares.GroupBy(share => share.Demand.Owner).ToDictionary(owner => owner.Key, owner => owner.Sum(share => share.Count));
        var silosOf = shares.GroupBy(share => share.Demand.Owner).ToDictionary(owner => owner.Key, owner => owner.SelectMany(share => share.Silos).ToHashSet());
        foreach (var share in shares.Where(share => share.Count == 0 && had[share.Demand.Owner] < MostOf(share)))
        {
            var own = silosOf[share.Demand.Owner];
            cluster.ShareTime(share, before.GetValueOrDefault(share.Demand.Shard), own);
            own.UnionWith(share.Silos);
            had[share.Demand.Owner]++;
        }

        return shares.ToDictionary(share => share.Demand.Shard, share => share.Grants());
    }

    /// <summary>Whether grants may depend on how a demand has changed: not while the shard wants more than it gets, before as after.</summary>
    /// <param name="before">What it asked for.</param>
    /// <param name="after">What it asks for.</param>
    /// <param name="granted">Slots it was granted.</param>
    public static bool Matters(SlotDemand before, SlotDemand after, int granted) =>
        granted >= Math.Min(before.Slots, after.Slots) || before != after with { Slots = before.Slots, Had = before.Had, Counted = before.Counted, Standing = before.Standing };

    /// <summary>A sweep's weight by its priority.</summary>
    public static int Weight(Contracts.Sweeps.SweepPriority priority) => 1 << (2 * (int)priority);

    private static int MostOf(Share share) => share.Demand.OwnerSlots ?? int.MaxValue;

    private static string SweepOf(string shard) => shard[..shard.IndexOf('/')];

    /// <summary>
    /// The cluster's slots by class: those of one kind of device that the same demands fit are alike. Work that may run anywhere leaves accelerators,
    /// and slots that fit more, to those that need them.
    /// </summary>
    private sealed class SlotClasses
    {
        private readonly Dictionary<(string Device, long MinMemory), int[]> _fitting;
        private readonly Dictionary<SiloAddress, Host> _hosts;
        private readonly int[] _unreserved;
        private readonly SortedSet<Host>?[] _byLoad;

        public SlotClasses(IReadOnlyList<SiloSlots> silos, IReadOnlyList<(string Device, long MinMemory)> kinds)
        {
            var fits = silos.SelectMany(silo => silo.Slots).DistinctBy(slot => (slot.Kind, slot.MemoryBytes))
                .ToDictionary(slot => (slot.Kind, slot.MemoryBytes), slot => (slot.Kind, Fits: string.Concat(kinds.Select(kind => slot.Fits(kind.Device, kind.MinMemory) ? '1' : '0'))));
            var classes = fits.Values.Distinct().OrderBy(found => found.Kind, StringComparer.Ordinal).ThenBy(found => found.Fits.Count(fit => fit == '1')).ThenBy(found => found.Fits, StringComparer.Ordinal)
                .Select((found, number) => (found, number)).ToDictionary(pair => pair.found, pair => pair.number);
            var numbers = fits.ToDictionary(slot => slot.Key, slot => classes[slot.Value]);
            _fitting = kinds.Select((kind, place) => (kind, Numbers: classes.Where(found => found.Key.Fits[place] == '1').Select(found => found.Value).Order().ToArray())).ToDictionary();
            _hosts = silos.OrderBy(silo => silo.Silo).Select((silo, order) => new Host(silo.Silo, order, silo.Slots.Count, new int[classes.Count])).ToDictionary(host => host.Silo);
            (_unreserved, _byLoad) = (new int[classes.Count], new SortedSet<Host>[classes.Count]);
            foreach (var silo in silos)
                foreach (var slot in silo.Slots)
                {
                    int number = numbers[(slot.Kind, slot.MemoryBytes)];
                    var host = _hosts[silo.Silo];
                    (host.Slots[number], host.Free[number]) = (host.Slots[number] + 1, host.Free[number] + 1);
                    _unreserved[number]++;
                }
        }

        /// <summary>Number of classes.</summary>
        public int Count => _unreserved.Length;

        /// <summary>Takes a slot out of the first class that fits, wherever it will be; null when none is left.</summary>
        public int? Reserve(SlotDemand demand)
        {
            foreach (int number in _fitting[(demand.Device, demand.MinMemory)])
            {
                if (_unreserved[number] == 0) continue;
                _unreserved[number]--;
                return number;
            }

            return null;
        }

        /// <summary>Places slots of a share on a silo, at most so many, as far as they are there.</summary>
        public void Keep(Share share, SiloAddress silo, int slots)
        {
            if (!_hosts.TryGetValue(silo, out var host)) return;
            for (int number = 0; number < Count; number++)
                for (; slots > 0 && share.Unplaced[number] > 0 && host.Free[number] > 0; slots--) Take(share, host, number);
        }

        /// <summary>Places what is left of a share on the least loaded silos.</summary>
        public void Place(Share share)
        {
            for (int number = 0; number < Count; number++)
                while (share.Unplaced[number] > 0) Take(share, ByLoad(number).Min!, number);
        }

        /// <summary>
        /// Gives a share without slots the time of one: among its owner's own, so that others have what they were granted, or else on the least loaded
        /// silo that has one that fits; where it had that before, if it can stay.
        /// </summary>
        /// <param name="share">The share.</param>
        /// <param name="before">What it had.</param>
        /// <param name="own">Silos where its owner has slots, or the time of one.</param>
        public void ShareTime(Share share, IReadOnlyList<SlotGrant>? before, IReadOnlySet<SiloAddress> own)
        {
            int[] fitting = _fitting[(share.Demand.Device, share.Demand.MinMemory)];
            bool stays = own.Any(silo => Has(_hosts[silo])); // else no silo of its owner's has a slot that fits
            var known = before is [{ Silo: var silo }, ..] && _hosts.TryGetValue(silo, out var there) && May(there) ? there : null;
            if ((known ?? _hosts.Values.Where(May).Min(Host.ByLoad)) is { } host) share.Place(host.TakeTime());

            bool May(Host host) => Has(host) && (!stays || own.Contains(host.Silo));

            bool Has(Host host) => Array.Exists(fitting, number => host.Slots[number] > 0);
        }

        private SortedSet<Host> ByLoad(int number) => _byLoad[number] ??= new SortedSet<Host>(_hosts.Values.Where(host => host.Free[number] > 0), Host.ByLoad);

        private void Take(Share share, Host host, int number)
        {
            foreach (var hosts in _byLoad) hosts?.Remove(host); // its load, by which it is found, changes
            host.Free[number]--;
            share.Unplaced[number]--;
            share.Place(host.TakeTime());
            for (int other = 0; other < Count; other++)
                if (host.Free[other] > 0) _byLoad[other]?.Add(host);
        }
    }

    private sealed class Host(SiloAddress silo, int order, int size, int[] slots)
    {
        private int _taken;

        public static IComparer<Host> ByLoad { get; } = Comparer<Host>.Create((one, other) => (one.Load, one.Order).CompareTo((other.Load, other.Order)));

        public SiloAddress Silo => silo;

        public int Order => order;

        /// <summary>Slots by class, and those of them that nobody has.</summary>
        public int[] Slots => slots;

        public int[] Free { get; } = new int[slots.Length];

        public double Load => size == 0 ? double.PositiveInfinity : _taken / (double)size;

        public SiloAddress TakeTime()
        {
            _taken++;
            return silo;
        }
    }

    private sealed class Share(SlotDemand demand, double weight, int classes)
    {
        private readonly Dictionary<SiloAddress, int> _slots = [];

        public SlotDemand Demand => demand;

        public int Count { get; private set; }

        /// <summary>What it would have for its weight with one more.</summary>
        public double Next => (Count + 1) / weight;

        /// <summary>Slots that have no place yet, by class.</summary>
        public int[] Unplaced { get; } = new int[classes];

        /// <summary>Adds a slot of a class; whether it could fill another.</summary>
        public bool Add(int number)
        {
            Unplaced[number]++;
            return ++Count < demand.Slots;
        }

        public void Place(SiloAddress silo) => _slots[silo] = _slots.GetValueOrDefault(silo) + 1;

        public IEnumerable<SiloAddress> Silos => _slots.Keys;

        public IReadOnlyList<SlotGrant> Grants() => [.. _slots.OrderBy(slot => slot.Key).Select(slot => new SlotGrant(slot.Key, slot.Value))];
    }
}
