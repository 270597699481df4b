using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A worker: trains leased batches on its slots, says so by heartbeats, and writes results before it reports them.</summary>
internal sealed class Worker : Process
{
    private readonly Cluster _cluster;
    private readonly Dictionary<long, Held> _held = [];

    public Worker(Cluster cluster, string name, int slots)
        : base(cluster.World)
    {
        (_cluster, Name, Slots) = (cluster, name, slots);
        cluster.World.Every(cluster.Rules.Heartbeat, Beat);
    }

    public string Name { get; }

    public int Slots { get; }

    public bool IsDraining { get; private set; }

    /// <summary>Slots that train.</summary>
    public int Busy => _held.Values.Count(held => held.Stage == LeaseStage.Training);

    /// <summary>Batches that wait for a slot.</summary>
    public int Waiting => _held.Values.Count(held => held.Stage == LeaseStage.Waiting);

    public override void Die()
    {
        base.Die();
        _held.Clear();
    }

    public void Drain()
    {
        IsDraining = true;
        foreach (var held in _held.Values.ToList()) Stop(held);
    }

    public void Take(IReadOnlyList<Lease> leases) => Awake(() =>
    {
        foreach (var lease in leases)
        {
            if (_held.ContainsKey(lease.Id) || lease.Worker != Name) continue; // it came twice
            var held = _held[lease.Id] = new Held(lease.Id, lease.Points);
            if (IsDraining) Stop(held);
        }

        Train();
    });

    public void Obey(IReadOnlyDictionary<long, LeaseCommand> commands) => Awake(() =>
    {
        foreach (var (id, command) in commands)
        {
            if (!_held.TryGetValue(id, out var held)) continue;
            var action = WorkerRules.On(command, held.Stage, isInterrupted: false);
            if (action == WorkerAction.Abandon) _held.Remove(id);
            if (action is WorkerAction.Release or WorkerAction.Interrupt && !(command == LeaseCommand.Yield && _cluster.Mutant == Mutant.NeverYields)) Stop(held);
        }

        Train();
    });

    private bool Beat()
    {
        if (IsDead) return false;
        if (IsFrozen) return true;
        LeaseProgress[] held = [.. _held.Values.Select(held => new LeaseProgress(held.Id, held.Points, held.Stage, held.Done.Count, 0))];
        _cluster.ToOwner(owner => owner.Heartbeat(this, held));
        return true;
    }

    private void Train()
    {
        while (Busy < Slots && _held.Values.FirstOrDefault(held => held.Stage == LeaseStage.Waiting) is { } next)
        {
            next.Stage = LeaseStage.Training;
            _cluster.Began(next.Points);
            Step(next, new Queue<long>(next.Points.Points));
        }
    }

    /// <summary>Trains the next point of a batch.</summary>
    private void Step(Held held, Queue<long> rest) => _cluster.World.After(_cluster.TimeOf(rest.Count > 0 ? rest.Peek() : -1), () => Awake(() =>
    {
        if (_held.GetValueOrDefault(held.Id) != held || held.Stage != LeaseStage.Training) return;
        if (rest.TryDequeue(out long point))
        {
            if (_cluster.IsPoison(point))
            {
                _cluster.Kill(this);
                return;
            }

            if (_cluster.Hangs(point))
            {
                Report(held, PointRanges.Empty, ReleaseReason.Hung);
                return;
            }

            held.Done.Add(point);
        }

        if (rest.Count > 0) Step(held, rest);
        else Write(held);
    }));

    private void Stop(Held held)
    {
        if (held.Stage == LeaseStage.Waiting || held.Done.Count == 0) Report(held, PointRanges.Empty, ReleaseReason.Returned);
        else if (held.Stage == LeaseStage.Training) Write(held);
    }

    private void Write(Held held)
    {
        held.Stage = LeaseStage.Committing;
        var points = PointRanges.Of(held.Done.Order());
        Train();
        _cluster.Store.Put(Store.NameOf(points), written => Awake(() =>
        {
            if (written) Report(held, points, ReleaseReason.Returned);
            else _cluster.World.After(TimeSpan.FromMilliseconds(200), () => Write(held));
        }));
    }

    /// <summary>Tells the owner until one has answered.</summary>
    private void Report(Held held, PointRanges points, ReleaseReason reason, int times = 1)
    {
        held.Stage = LeaseStage.Committing;
        if (IsDead || _held.GetValueOrDefault(held.Id) != held) return;
        _cluster.ToOwner(owner => owner.Commit(held.Id, points, PointRanges.Empty, reason, () => _cluster.World.Send(() => Awake(() =>
        {
            _held.Remove(held.Id);
            Train();
        }))));
        if (_cluster.Mutant == Mutant.ForgetsBeforeListed) _held.Remove(held.Id);
        _cluster.World.After(_cluster.Rules.Heartbeat, () => Awake(() =>
        {
            if (WorkerRules.ReportsAgain(points.Count > 0, times)) Report(held, points, reason, times + 1);
            else if (_held.GetValueOrDefault(held.Id) == held) _held.Remove(held.Id);
        }));
    }
}
