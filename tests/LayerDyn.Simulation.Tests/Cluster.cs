using LayerDyn.Grains.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A cluster in virtual time: one shard's owner, its workers, membership and the store, with the faults of a scenario.</summary>
internal sealed class Cluster
{
    private static readonly TimeSpan DeathIsKnownAfter = TimeSpan.FromSeconds(3), OwnerIsBackAfter = TimeSpan.FromMilliseconds(300);

    private readonly Scenario _scenario;
    private readonly List<Worker> _workers = [];
    private readonly List<string> _dead = [];
    private Owner _owner = null!;
    private Worker _host = null!;
    private int _names;

    public Cluster(Scenario scenario, Mutant mutant)
    {
        (_scenario, Mutant, World) = (scenario, mutant, new World(scenario.Seed));
        Store = new Store(World, checksVersions: mutant != Mutant.NoTermCheck);
        Rules = mutant switch
        {
            Mutant.NoDeadline => new() { LeaseTime = TimeSpan.FromDays(1) },
            Mutant.NoFailure => new() { Losses = int.MaxValue },
            Mutant.NoQuarantine => new() { QuarantineAfter = int.MaxValue },
            _ => new(),
        };
        for (int i = 0; i < scenario.Workers; i++) Join();
        (_host, _owner) = (_workers[0], new Owner(this));
        World.Check = () => Invariants.Hold(this);
        foreach (var fault in scenario.Faults) World.After(TimeSpan.FromSeconds(fault.At), () => fault.Happen(this));
    }

    public World World { get; }

    public Store Store { get; }

    public LeaseRules Rules { get; }

    public Mutant Mutant { get; }

    public Scenario Scenario => _scenario;

    public int Points => _scenario.Points;

    public bool IsPaused { get; private set; }

    public LeaseTable? Table => _owner.Table;

    /// <summary>How often a point was trained from its beginning.</summary>
    public int Trainings { get; private set; }

    public IReadOnlyList<Worker> Workers => _workers;

    public IEnumerable<Worker> Members => _workers.Where(worker => !worker.IsDead && !worker.IsDraining);

    /// <summary>Those whose slots the allocator granted: all but each fourth, whose slots are other shards' for twenty heartbeats.</summary>
    public IEnumerable<Worker> Granted => Members.Where((_, place) => (place + Sharing) % 4 != 3);

    /// <summary>How often the allocator has shared slots out.</summary>
    public long Sharing => World.Now.Ticks / (20 * Rules.Heartbeat.Ticks);

    public IEnumerable<string> KnownDead => Mutant == Mutant.NoDeadline ? [] : _dead;

    /// <summary>Whether every point is committed or failed, durably.</summary>
    public bool IsDone => Store.Manifest.Committed.Count + Store.Manifest.Failed.Count == Points;

    /// <summary>
    /// Looks through a sweep's files at its end, as the sweep does: what was confirmed and is not there is taken from the list, and computed
    /// again by another owner. False when all is there.
    /// </summary>
    public bool Repair()
    {
        var manifest = Store.Manifest;
        var kept = manifest.Committed.Where(point => Store.Has(point.Value)).ToDictionary();
        if (kept.Count == manifest.Committed.Count) return false;
        _owner.Die();
        Store.Replace(manifest with { Committed = kept });
        _owner = new Owner(this);
        return true;
    }

    public LeaseTable CreateTable(long term, PointSet terminal, IEnumerable<long> failed, IReadOnlyList<LeaseEntry> entries) => new(
        Rules, PointRanges.Of(0, Points), _scenario.Batch, term, terminal, failed,
        Mutant == Mutant.HistoryDropped ? [.. entries.Where(entry => entry.Worker.Length > 0).Select(entry => new LeaseEntry(entry.Id, entry.Worker, entry.Points))] : entries,
        World.Now, others: term > 1);

    public bool IsPoison(long point) => point == _scenario.Poison;

    public bool Hangs(long point) => point == _scenario.Hanging;

    public TimeSpan TimeOf(long point) => TimeSpan.FromMilliseconds(20 + 200 * World.Draw() + (point % 7 == 3 ? 3000 : 0));

    public void Began(PointRanges points) => Trainings += (int)points.Count;

    public void ToOwner(Action<Owner> message) => World.Send(() => message(_owner));

    public void Kill(Worker worker)
    {
        if (worker.IsDead) return;
        worker.Die();
        World.After(DeathIsKnownAfter, () => _dead.Add(worker.Name));
        if (!Members.Any()) World.After(TimeSpan.FromSeconds(1), Join); // whoever keeps the cluster alive starts another
        if (worker != _host) return;
        _owner.Die();
        World.After(DeathIsKnownAfter, ReplaceOwner);
    }

    public void ReplaceOwner()
    {
        if (!_owner.IsGone) return;
        if (Members.FirstOrDefault() is not { } host) World.After(OwnerIsBackAfter, ReplaceOwner);
        else (_host, _owner) = (host, new Owner(this));
    }

    public void Join() => _workers.Add(new Worker(this, $"w{_names++}", _scenario.Slots));

    /// <summary>Another silo takes the shard over.</summary>
    /// <param name="unnoticed">Whether the owner before does not know.</param>
    public void MoveOwner(bool unnoticed)
    {
        if (_owner.IsGone) return;
        if (!unnoticed) _owner.Die();
        (_host, _owner) = (_workers.FirstOrDefault(other => !other.IsDead) ?? _host, new Owner(this));
    }

    public void StopPoint(long point) => _owner.Stop(point);

    public void Retry() => _owner.Retry();

    public void Pause(bool pause)
    {
        IsPaused = pause;
        if (pause && Mutant != Mutant.GrantsWhilePaused) _owner.Table?.Close(World.Now);
        if (!pause) _owner.Table?.Open();
    }
}
