using LayerDyn.Grains.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A shard's owner around the real <see cref="LeaseTable"/>: it makes durable what the table decides, and lets go when another owner has written.</summary>
internal sealed class Owner
{
    private readonly Cluster _cluster;
    private Dictionary<long, string> _committed = [];
    private HashSet<long> _failed = [];
    private ManifestWriter? _manifest;

    public Owner(Cluster cluster)
    {
        _cluster = cluster;
        TakeOver();
    }

    public LeaseTable? Table { get; private set; }

    /// <summary>Another owner has written, or this one's silo is gone.</summary>
    public bool IsGone { get; private set; }

    public void Die()
    {
        (IsGone, Table) = (true, null);
        _manifest?.Close();
    }

    private void TakeOver()
    {
        if (IsGone) return;
        var (before, version) = (_cluster.Store.Manifest, _cluster.Store.Version);
        _cluster.Store.Swap(version, before with { Term = before.Term + 1 }, result =>
        {
            if (IsGone) return;
            if (result.Failed || result.Version is null)
            {
                _cluster.World.After(TimeSpan.FromMilliseconds(200), TakeOver);
                return;
            }

            (_committed, _failed) = (new(before.Committed), [.. before.Failed]);
            var terminal = new PointSet(_cluster.Points);
            foreach (long point in _committed.Keys.Concat(_failed)) terminal.Add(point);
            Table = _cluster.CreateTable(before.Term + 1, terminal, _failed, before.Entries);
            _manifest = new(_cluster.Store, result.Version.Value, () => new(before.Term + 1, new Dictionary<long, string>(_committed), new HashSet<long>(_failed), Table!.Entries), Refused);
            if (_cluster.IsPaused) Table.Close(_cluster.World.Now);
            Tick();
            _cluster.World.Every(_cluster.Rules.Heartbeat / 2, () => Tick() && !IsGone);
        });
    }

    public bool Tick()
    {
        if (Table is null) return false;
        foreach (var worker in _cluster.KnownDead) Table.WorkerLost(worker);
        Table.Tick(_cluster.World.Now);
        Decided();
        Fill();
        _manifest!.SaveChanges();
        return true;
    }

    private void Fill()
    {
        var members = _cluster.Members.ToDictionary(worker => worker.Name);
        var grants = _cluster.Granted.Select(worker => (worker.Name, worker.Slots)).ToList();
        var leases = Table!.Fill(grants, 2, _cluster.World.Now);
        Table.Balance(grants, 2, _cluster.World.Now);
        foreach (var granted in leases.GroupBy(lease => members[lease.Worker]))
        {
            Invariants.HoldGrants(Table, granted.Key.Name, [.. granted]);
            _manifest!.Changed();
            if (granted.Any(lease => lease.History != LossHistory.None)) _manifest.Save(Push);
            else Push();

            void Push() => _cluster.World.Send(() => granted.Key.Take([.. granted]));
        }
    }

    public void Heartbeat(Worker worker, IReadOnlyList<LeaseProgress> held)
    {
        if (Table is null) return;
        if (_cluster.Mutant == Mutant.DropsUnknown) held = [.. held.Where(progress => Table.Leases.Any(lease => lease.Id == progress.Lease))];
        var commands = Table.Heartbeat(worker.Name, held, _cluster.World.Now);
        Decided();
        _cluster.World.Send(() => worker.Obey(commands));
    }

    public void Stop(long point)
    {
        if (Table?.Stop(point) != true) return;
        Decided();
        _manifest!.Save();
    }

    public void Retry()
    {
        if (Table is null) return;
        Table.Retry(PointRanges.Of(_failed.Order()));
        _failed.Clear();
        _manifest!.Save();
    }

    /// <summary>Results of a lease, or none; told when they are listed.</summary>
    public void Commit(long lease, PointRanges points, PointRanges failed, ReleaseReason reason, Action listed)
    {
        if (Table is null) return;
        if (points.Count + failed.Count == 0) Table.Release(lease, reason);
        else if (Table.Commit(lease, points, failed) || _cluster.Mutant == Mutant.CommitWithoutCompare)
        {
            foreach (long point in points.Points) _committed[point] = Store.NameOf(points);
            _failed.UnionWith(failed.Points);
            _failed.ExceptWith(points.Points);
        }

        Decided();
        _manifest!.Save(listed);
    }

    private void Decided()
    {
        foreach (var happened in Table!.TakeEvents())
        {
            _manifest!.Changed();
            if (happened is LeaseEvent.Failed failed) _failed.Add(failed.Point);
        }
    }

    /// <summary>Its manifest was replaced by another owner's, or nobody knows: whoever is the owner next reads what is true.</summary>
    private void Refused()
    {
        Die();
        _cluster.World.After(TimeSpan.FromMilliseconds(100), _cluster.ReplaceOwner);
    }
}
