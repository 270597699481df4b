using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Grains.Sweeps;

/// <summary>Which silo a pack goes to.</summary>
public sealed partial class SweepShardGrain
{
    private bool HungOn(string pack, SiloAddress silo) => silo.Equals(_blame.GetValueOrDefault(pack).HungOn);

    /// <summary>The free silo, or another where the pack hung on that one; null when it has to wait.</summary>
    private SiloAddress? SiloFor(string pack, SiloAddress free)
    {
        if (HungOn(pack, free)) return Elsewhere(free, IsSuspect(pack));
        return IsSuspect(pack) && OnLanesOf(free).Any() ? null : free; // it would be with others, and they blamed with it
    }

    /// <summary>
    /// Another silo than one where a pack hung: granted if possible, else any with a slot that fits, which then shares its lane's time.
    /// That one again where there is no other; null when the others have no room now, which for a suspect is a silo without packs.
    /// </summary>
    private SiloAddress? Elsewhere(SiloAddress hung, bool suspect)
    {
        var resources = _plan!.Resources;
        SiloAddress[] others = [.. cluster.Silos().Where(silo => !silo.Silo.Equals(hung) && silo.Fit(resources.Device, resources.MinMemory)).Select(silo => silo.Silo)];
        if (others.Length == 0) return hung;
        if (!suspect && FreeSilo(except: hung) is { } granted) return granted;
        return others.OrderByDescending(silo => _grants.Any(grant => grant.Silo.Equals(silo))).FirstOrDefault(silo => !OnLanesOf(silo).Any());
    }

    /// <summary>The silo with most room for its grant; null when there is none. A pack that only waits for the store takes no room.</summary>
    private SiloAddress? FreeSilo(SiloAddress? except = null)
    {
        SiloAddress? free = null;
        double least = 1;
        foreach (var grant in _grants)
        {
            if (grant.Silo.Equals(except) || !cluster.Takes(grant.Silo)) continue;
            var there = OnLanesOf(grant.Silo).ToList();
            if (there.Exists(IsSuspect)) continue;
            // A sweep that may use so many slots and no more has nothing waiting at a silo, where another lane would take it.
            int packs = grant.Slots * (_order!.Slots > 0 ? 1 : options.Value.PacksPerLane);
            double share = there.Count / (double)packs;
            if (share < least) (free, least) = (grant.Silo, share);
        }

        return free;
    }

    private IEnumerable<string> OnLanesOf(SiloAddress silo) =>
        _running.Where(pack => pack.Value.Silo.Equals(silo) && pack.Value.Stage != PackStage.Committing).Select(pack => pack.Key);
}
