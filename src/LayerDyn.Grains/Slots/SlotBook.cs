using LayerDyn.Contracts.Cluster;

namespace LayerDyn.Grains.Slots;

/// <summary>
/// Which shards ask for slots, and which slots they have: what the broker decides, as a pure class around <see cref="SlotAllocator"/>. It knows no clock,
/// no membership and no message. Single-threaded.
/// </summary>
/// <param name="id">Which book it is, among all that brokers keep one after the other.</param>
public sealed class SlotBook(long id)
{
    // Shards repeat their demand every two seconds; one that stays silent for several times as long is gone.
    private static readonly TimeSpan Forget = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Holder> _holders = [];
    private readonly OwnerTurns _turns = new(id);
    private Dictionary<string, double> _slotsByOwner = [];
    private string _silos = "";

    /// <summary>How often slots were shared out.</summary>
    public long Sharings { get; private set; }

    /// <inheritdoc cref="OwnerTurns.Standing"/>
    public OwnerStanding Standing => _turns.Standing;

    /// <summary>What a shard was granted.</summary>
    public SlotGrants GrantsOf(string shard) => new(id, Sharings, _holders.TryGetValue(shard, out var holder) ? holder.Grants : []) { Standing = Standing };

    /// <summary>How many slots the shards of an owner's sweeps have.</summary>
    public int SlotsOf(string owner) => _holders.Values.Where(holder => holder.Demand.Owner == owner).Sum(holder => holder.Grants.Sum(grant => grant.Slots));

    /// <summary>A shard says how many slots it could fill; none: it is done.</summary>
    /// <param name="demand">What it says.</param>
    /// <param name="silos">The slots there are.</param>
    /// <param name="now">The time.</param>
    /// <returns>The shards whose grants changed by it.</returns>
    public IReadOnlyList<string> Demand(SlotDemand demand, Func<IReadOnlyList<SiloSlots>> silos, TimeSpan now)
    {
        _holders.TryGetValue(demand.Shard, out var holder);
        bool changed = holder is null ? demand.Slots > 0 : SlotAllocator.Matters(holder.Demand, demand, holder.Grants.Sum(grant => grant.Slots));
        bool goesOn = demand.Standing is { } standing && _turns.GoOn(standing, now);
        Charge(demand, holder?.Demand.Had ?? 0);
        if (demand.Slots == 0) _holders.Remove(demand.Shard);
        else if (holder is null) _holders[demand.Shard] = new Holder(demand, now);
        else (holder.Demand, holder.LastHeard) = (demand, now);
        return changed || goesOn ? Share(silos(), now) : [];
    }

    /// <summary>Looks for shards that are gone, for silos that came or left, and whether it is another owner's turn to have a slot more.</summary>
    /// <param name="silos">The slots there are.</param>
    /// <param name="now">The time.</param>
    /// <returns>The shards whose grants changed by it.</returns>
    public IReadOnlyList<string> Look(IReadOnlyList<SiloSlots> silos, TimeSpan now)
    {
        var gone = _holders.Where(entry => now - entry.Value.LastHeard > Forget).Select(entry => entry.Key).ToList();
        foreach (string shard in gone) _holders.Remove(shard);
        string seen = string.Join(';', silos.Select(silo => $"{silo.Silo}:{silo.Slots.Count}"));
        _turns.Bound(Owners());
        bool nextTurn = _turns.TryBegin(_slotsByOwner, IsHungry, now);
        bool changed = gone.Count > 0 || seen != _silos || nextTurn;
        _silos = seen;
        return changed ? Share(silos, now) : [];
    }

    private bool IsHungry(string owner)
    {
        long wanted = 0, granted = 0, most = long.MaxValue;
        foreach (var holder in _holders.Values.Where(holder => holder.Demand.Owner == owner))
        {
            wanted += holder.Demand.Slots;
            granted += holder.Grants.Sum(grant => grant.Slots);
            most = holder.Demand.OwnerSlots ?? most;
        }

        return granted < Math.Min(wanted, most) || (granted == 0 && wanted > 0);
    }

    private HashSet<string> Owners() => [.. _holders.Values.Select(holder => holder.Demand.Owner)];

    // A shard whose owner moved counts anew, and the owner before may ask once more, as when its silo was frozen: each says what of its own was
    // counted, and what it asked for last counts where the answer was lost.
    private void Charge(SlotDemand demand, double before)
    {
        _turns.Join(demand.Owner);
        _turns.Charge(demand.Owner, Math.Max(0, demand.Had - Math.Max(demand.Counted, before <= demand.Had ? before : 0)));
    }

    private List<string> Share(IReadOnlyList<SiloSlots> silos, TimeSpan now)
    {
        Sharings++;
        var grants = SlotAllocator.Allocate(
            silos, [.. _holders.Values.Select(holder => holder.Demand)], _holders.ToDictionary(entry => entry.Key, entry => entry.Value.Grants), _turns.RankOf);
        var changed = new List<string>();
        foreach (var (shard, holder) in _holders)
        {
            var next = grants.GetValueOrDefault(shard) ?? [];
            if (next.SequenceEqual(holder.Grants)) continue;
            holder.Grants = next;
            changed.Add(shard);
        }

        _slotsByOwner = SlotTime.ByOwner(silos, _holders.Values.Select(holder => (holder.Demand.Owner, holder.Grants)));
        return changed;
    }

    private sealed class Holder(SlotDemand demand, TimeSpan heard)
    {
        public SlotDemand Demand { get; set; } = demand;

        public TimeSpan LastHeard { get; set; } = heard;

        public IReadOnlyList<SlotGrant> Grants { get; set; } = [];
    }
}
