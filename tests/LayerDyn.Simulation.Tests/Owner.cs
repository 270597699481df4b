using LayerDyn.Grains.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A shard's owner around the real <see cref="LeaseTable"/>: it makes durable what the table decides, and lets go when another owner has written.</summary>
internal sealed class Owner
{
    private readonly Cluster _cluster;
    private readonly List<Action<bool>> _waiting = [];
    private Dictionary<long, string> _committed = [];
    private HashSet<long> _failed = [];
    private long _term, _version;
    private bool _saving, _dirty;

    public Owner(Cluster cluster)
    {
        _cluster = cluster;
        TakeOver();
    }

    public LeaseTable? Table { get; private set; }

    /// <summary>Another owner has written, or this one's silo is gone.</summary>
    public bool IsGone { get; private set; }

    public void Die() => (IsGone, Table) = (true, null);

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

            (_term, _version, _committed, _failed) = (before.Term + 1, result.Version.Value, new(before.Committed), [.. before.Failed]);
            var terminal = new PointSet(_cluster.Points);
            foreach (long point in _committed.Keys.Concat(_failed)) terminal.Add(point);
            Table = _cluster.CreateTable(_term, terminal, _failed, before.Entries);
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
        if (_dirty && !_saving) Save(_ => { });
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
            _dirty = true;
            if (granted.Any(lease => lease.History != LossHistory.None)) Save(saved => { if (saved) Push(); });
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
        Save(_ => { });
    }

    public void Retry()
    {
        if (Table is null) return;
        Table.Retry(PointRanges.Of(_failed.Order()));
        _failed.Clear();
        Save(_ => { });
    }

    /// <summary>Results of a lease, or none; told whether they are listed.</summary>
    public void Commit(long lease, PointRanges points, PointRanges failed, ReleaseReason reason, Action<bool> done)
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
        Save(done);
    }

    private void Decided()
    {
        foreach (var happened in Table!.TakeEvents())
        {
            _dirty = true;
            if (happened is LeaseEvent.Failed failed) _failed.Add(failed.Point);
        }
    }

    private void Save(Action<bool> done)
    {
        (_dirty, _) = (true, 0);
        _waiting.Add(done);
        if (!_saving) Write();
    }

    private void Write()
    {
        (_saving, _dirty) = (true, false);
        Action<bool>[] told = [.. _waiting];
        _waiting.Clear();
        var next = new ShardManifest(_term, new Dictionary<long, string>(_committed), new HashSet<long>(_failed), Table!.Entries);
        _cluster.Store.Swap(_version, next, result =>
        {
            _saving = false;
            if (IsGone) return;
            if (result.Failed || result.Version is null)
            {
                // Refused, or not known: whoever is the owner next reads what is true.
                Die();
                _cluster.World.After(TimeSpan.FromMilliseconds(100), _cluster.ReplaceOwner);
                return;
            }

            _version = result.Version.Value;
            foreach (var tell in told) tell(true);
            if (_dirty || _waiting.Count > 0) Write();
        });
    }
}
