using LayerDyn.Contracts.Cluster;

namespace LayerDyn.Grains.Slots;

/// <summary>What grants come to, where more were granted on a silo than it has slots: its lanes share their time equally among the owners there.</summary>
internal static class SlotTime
{
    /// <summary>Slots that each owner has by its grants: a silo's in full, as long as there are enough, and else equal parts of it, at most what was granted.</summary>
    /// <param name="silos">The slots there are.</param>
    /// <param name="granted">What the shards of owners were granted.</param>
    public static Dictionary<string, double> ByOwner(IReadOnlyList<SiloSlots> silos, IEnumerable<(string Owner, IReadOnlyList<SlotGrant> Grants)> granted)
    {
        var slots = new Dictionary<string, double>();
        var bySilo = new Dictionary<SiloAddress, Dictionary<string, int>>();
        foreach (var (owner, grants) in granted)
        {
            slots.TryAdd(owner, 0);
            foreach (var (silo, number) in grants)
            {
                if (!bySilo.TryGetValue(silo, out var there)) bySilo[silo] = there = [];
                there[owner] = there.GetValueOrDefault(owner) + number;
            }
        }

        foreach (var silo in silos)
        {
            double left = silo.Slots.Count;
            int owners = bySilo.GetValueOrDefault(silo.Silo)?.Count ?? 0;
            foreach (var (owner, number) in (bySilo.GetValueOrDefault(silo.Silo) ?? []).OrderBy(entry => entry.Value))
            {
                double has = Math.Min(number, left / owners--);
                slots[owner] += has;
                left -= has;
            }
        }

        return slots;
    }
}
