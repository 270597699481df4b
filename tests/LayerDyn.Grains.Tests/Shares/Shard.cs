using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Lanes;

namespace LayerDyn.Grains.Tests.Shares;

/// <summary>A shard, the only one of its sweep: it asks for slots, and leases two batches for each that it was granted.</summary>
internal sealed class Shard
{
    private const int Each = 2;

    private readonly SharedCluster _cluster;
    private readonly string _sweep;
    private readonly List<Batch> _batches;
    private SlotGrants _grants = SlotGrants.None;
    private OwnerStanding? _standing;
    private double _awakeAt, _had, _counted;
    private long _leases;

    /// <param name="cluster">The cluster.</param>
    /// <param name="work">What it is of.</param>
    /// <param name="sweep">Number of its sweep.</param>
    public Shard(SharedCluster cluster, Work work, long sweep)
    {
        (_cluster, _sweep, Owner, Host) = (cluster, $"{work.Owner}-{sweep:x8}", work.Owner, cluster.AnySilo());
        _batches = [.. Enumerable.Range(0, work.Batches).Select(number => new Batch(this, number, work.Seconds))];
    }

    /// <summary>Who submitted the sweep.</summary>
    public string Owner { get; }

    /// <summary>Where it lives.</summary>
    public Silo Host { get; private set; }

    /// <summary>Batches that are not done.</summary>
    public int Batches => _batches.Count;

    /// <summary>Whether it has given its slots up.</summary>
    public bool IsDone { get; private set; }

    private string Key => $"{_sweep}/0";

    /// <summary>Its silo was lost: it lives elsewhere once that is known, and counts anew.</summary>
    public void Move() => (Host, _awakeAt, _had, _counted, _standing) = (_cluster.AnySilo(), _cluster.Now + SharedCluster.KnownAfter, 0, 0, null);

    /// <summary>Does what there is to do.</summary>
    public void Work()
    {
        if (_cluster.Now < _awakeAt) return;
        _batches.RemoveAll(batch => batch.Left <= 0);
        foreach (var batch in _batches)
            if (batch.Silo is { IsAlive: false } silo && _cluster.Now >= silo.LostAt + SharedCluster.KnownAfter) (batch.Silo, batch.Job, batch.Left) = (null, null, batch.Saved);
        foreach (var batch in _batches.Where(Trains))
        {
            _had += SharedCluster.Tick;
            if (_cluster.Now % 30 == 0) batch.Saved = batch.Left;
        }

        IsDone = _batches.Count == 0;
        if (_cluster.HasBroker) Demand();
        if (!IsDone) Lease();
    }

    private static bool Trains(Batch batch) => batch.Silo is { IsAlive: true } silo && silo.Training.Contains(batch);

    private void Demand()
    {
        if (IsDone || _cluster.Now % 2 == 0)
        {
            int beyond = _cluster.Alive.Sum(silo => Math.Max(0, silo.Training.Count(batch => batch.Shard == this) - GrantedOn(silo)));
            int wanted = Math.Max(0, _batches.Count - beyond);
            var demand = new SlotDemand(Key, SweepPriority.Normal, wanted, Owner: Owner, Had: _had, Counted: _counted, Standing: _standing);
            _cluster.Book.Demand(demand, _cluster.Slots, TimeSpan.FromSeconds(_cluster.Now));
            (_counted, _standing) = (_had, _cluster.Book.Standing);
        }

        _grants = _cluster.Book.GrantsOf(Key);
    }

    private void Lease()
    {
        foreach (int each in (int[])[1, Each])
            foreach (var silo in _cluster.Alive)
                for (int free = (each * GrantedOn(silo)) - HeldBy(silo).Count; free > 0 && _batches.Find(batch => batch.Silo is null) is { } next; free--)
                    silo.Take(next, new BatchJob(new LeaseOrder(_sweep, Key, ++_leases, next.Points, Weight: 1) { Owner = Owner }, 0, (_, _) => { }));
        foreach (var silo in _cluster.Alive) // what waits where it was granted less
        {
            int beyond = HeldBy(silo).Count - (Each * GrantedOn(silo));
            foreach (var batch in HeldBy(silo).AsEnumerable().Reverse().Where(batch => !Trains(batch)).Take(beyond).ToList()) silo.GiveBack(batch);
        }
    }

    private List<Batch> HeldBy(Silo silo) => _batches.FindAll(batch => batch.Silo == silo);

    private int GrantedOn(Silo silo) => _grants.Slots.Where(grant => grant.Silo.Equals(silo.Slots.Silo)).Sum(grant => grant.Slots);
}
