using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A shard's owner around the real <see cref="LeaseTable"/>: it makes durable what the table decides, and lets go when another owner has written.</summary>
internal sealed class Owner
{
    private readonly Cluster _cluster;
    private readonly Shard _shard;
    private Listed _listed = new([], []);
    private ManifestWriter? _manifest;
    private OwnedSlots? _slots;

    public Owner(Cluster cluster, Shard shard)
    {
        (_cluster, _shard, Host) = (cluster, shard, shard.Host);
        Host.Awake(TakeOver);
    }

    /// <summary>The worker on whose silo it lives.</summary>
    public Worker Host { get; }

    public LeaseTable? Table { get; private set; }

    /// <summary>Another owner has written, or this one's silo is gone.</summary>
    public bool IsGone { get; private set; }

    public void Die()
    {
        (IsGone, Table) = (true, null);
        _manifest?.Close();
    }

    public void Granted(SlotGrants grants)
    {
        if (Table is not null) _slots!.Granted(grants);
    }

    public void Heartbeat(Worker worker, IReadOnlyList<LeaseBeat> held)
    {
        if (Table is null) return;
        if (_cluster.Mutant == Mutant.DropsUnknown) held = [.. held.Where(beat => Table.Leases.Any(lease => lease.Id == beat.Lease))];
        var commands = Table.Heartbeat(worker.Name, held, _cluster.World.Now);
        Decided();
        _slots!.Fill(worker.Name);
        _cluster.World.Send(() => worker.Obey(_shard, commands));
    }

    /// <summary>A batch in quarantine is about to begin; told whether it may, once that is durable.</summary>
    public void Begin(long lease, Action<bool> told)
    {
        if (Table?.Begin(lease) == true) _manifest!.Save(() => told(true));
        else told(false);
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
        Table.Retry(_listed.ForgetFailed());
        _manifest!.Save();
        _slots!.Demand();
    }

    /// <summary>Grants no more, and tells workers to stop.</summary>
    public void CallIn()
    {
        if (Table is null || _cluster.Mutant == Mutant.GrantsWhilePaused) return;
        Table.Close(_cluster.World.Now);
        _slots!.CallIn();
    }

    /// <summary>Results of a lease, or none; told when they are listed.</summary>
    public void Commit(long lease, PointRanges points, PointRanges failed, ReleaseReason reason, Action listed)
    {
        if (Table is null) return;
        string? worker = Table.Get(lease)?.Worker;
        if (points.Count + failed.Count == 0) Table.Release(lease, reason);
        else if (Table.Commit(lease, points, failed) || _cluster.Mutant == Mutant.CommitWithoutCompare) _listed.Add(points, failed);
        Decided();
        _slots!.Fill(points.Count > 0 ? worker : null); // what came back undone may go anywhere
        _manifest!.Save(listed);
    }

    private void TakeOver()
    {
        if (IsGone) return;
        var (before, version) = (_shard.File.Manifest, _shard.File.Version);
        _cluster.Store.Swap(_shard.File, version, before with { Term = before.Term + 1 }, result => Host.Awake(() =>
        {
            if (IsGone) return;
            if (result.Failed || result.Version is null) _cluster.World.After(TimeSpan.FromMilliseconds(200), () => Host.Awake(TakeOver));
            else Open(before, result.Version.Value);
        }));
    }

    private void Open(ShardManifest before, long version)
    {
        _listed = new(new(before.Committed), [.. before.Failed]);
        Table = _shard.CreateTable(before.Term + 1, _listed.Terminal(_cluster.Points), before.Failed, before.Entries);
        _manifest = new(_cluster.Store, _shard.File, version, () => _listed.Manifest(before.Term + 1, Table!.Entries), Refused);
        if (_shard.IsPaused) Table.Close(_cluster.World.Now);
        _slots = new OwnedSlots(_cluster, _shard, this, Table, _manifest);
        _slots.Demand();
        _cluster.World.Every(_cluster.Rules.Heartbeat / 2, () =>
        {
            if (Host.IsDead) Die();
            if (!Host.IsFrozen) Tick();
            return !IsGone;
        });
    }

    private void Tick()
    {
        if (Table is null) return;
        foreach (var worker in _cluster.Members) Table.Acquire(worker.Name, 0, _cluster.World.Now);
        foreach (string worker in _cluster.KnownDead) Table.WorkerLost(worker);
        Table.Tick(_cluster.World.Now);
        Decided();
        _slots!.Tick();
        _manifest!.SaveChanges();
    }

    private void Decided()
    {
        foreach (var happened in Table!.TakeEvents())
        {
            _manifest!.Changed();
            if (happened is LeaseEvent.Failed failed) _listed.Fail(failed.Point);
        }
    }

    /// <summary>Its manifest was replaced by another owner's, or nobody knows: whoever is the owner next reads what is true.</summary>
    private void Refused()
    {
        Die();
        _cluster.World.After(TimeSpan.FromMilliseconds(100), _shard.ReplaceOwner);
    }
}
