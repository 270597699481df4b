using LayerDyn.Grains.Scheduling;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A cluster in virtual time: shards with their owners, workers, the broker of slots, membership and the store, with the faults of a scenario.</summary>
internal sealed class Cluster
{
    private static readonly TimeSpan DeathIsKnownAfter = TimeSpan.FromSeconds(3);

    private readonly List<Worker> _workers = [];
    private readonly List<string> _dead = [];

    public Cluster(Scenario scenario, Mutant mutant)
    {
        (Scenario, Mutant, World) = (scenario, mutant, new World(scenario.Seed));
        Store = new Store(World, checksVersions: mutant != Mutant.NoTermCheck);
        Rules = mutant switch
        {
            Mutant.NoDeadline => new() { LeaseTime = TimeSpan.FromDays(1) },
            Mutant.NoFailure => new() { Losses = int.MaxValue },
            Mutant.NoQuarantine => new() { QuarantineAfter = int.MaxValue },
            _ => new(),
        };
        if (scenario.Endless >= 0 && mutant != Mutant.NoPointTime) Rules = Rules with { PointTime = TimeSpan.FromSeconds(30) };
        for (int i = 0; i < scenario.Workers; i++) Join();
        Broker = new Broker(this);
        int shards = Math.Min(scenario.Shards, scenario.Points);
        Shards = [.. Enumerable.Range(0, shards).Select(number => new Shard(this, number, number * Points / shards, (number + 1) * Points / shards, _workers[number % _workers.Count]))];
        World.Check = () => Invariants.Hold(this);
        foreach (var fault in scenario.Faults) World.After(TimeSpan.FromSeconds(fault.At), () => fault.Happen(this));
    }

    public World World { get; }

    public Store Store { get; }

    public Broker Broker { get; }

    public LeaseRules Rules { get; }

    public Mutant Mutant { get; }

    public Scenario Scenario { get; }

    public int Points => Scenario.Points;

    public IReadOnlyList<Shard> Shards { get; } = [];

    /// <summary>How often a point was trained from its beginning.</summary>
    public int Trainings { get; private set; }

    public IReadOnlyList<Worker> Workers => _workers;

    public IEnumerable<Worker> Members => _workers.Where(worker => !worker.IsDead && !worker.IsDraining);

    public IEnumerable<string> KnownDead => Mutant == Mutant.NoDeadline ? [] : _dead;

    public Shard ShardOf(long point) => Shards.First(shard => shard.Points.Contains(point));

    public bool IsPoison(long point) => point == Scenario.Poison;

    public bool Hangs(long point) => point == Scenario.Hanging;

    public bool IsEndless(long point) => point == Scenario.Endless;

    public TimeSpan TimeOf(long point) => TimeSpan.FromMilliseconds(20 + 200 * World.Draw() + (point % 7 == 3 ? 3000 : 0));

    public void Began(PointRanges points) => Trainings += (int)points.Count;

    public void Kill(Worker worker)
    {
        if (worker.IsDead) return;
        worker.Die();
        World.After(DeathIsKnownAfter, () => _dead.Add(worker.Name));
        if (!Members.Any()) World.After(TimeSpan.FromSeconds(1), Join); // whoever keeps the cluster alive starts another
        foreach (var shard in Shards.Where(shard => shard.Host == worker)) shard.HostLost(DeathIsKnownAfter);
    }

    public void Join() => _workers.Add(new Worker(this, _workers.Count, Scenario.Slots));
}
