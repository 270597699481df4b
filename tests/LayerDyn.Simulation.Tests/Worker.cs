using System.Net;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Workers;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Simulation.Tests;

/// <summary>A worker around the real <see cref="HeldLeases{T}"/>: has leased batches trained on its slots, and says so by heartbeats.</summary>
internal sealed class Worker : Process
{
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(5);

    private readonly Cluster _cluster;
    private readonly HeldLeases<Held> _held = new(HangLimit);
    private readonly Training _training;

    public Worker(Cluster cluster, int number, int slots)
        : base(cluster.World)
    {
        (_cluster, Slots, _training) = (cluster, slots, new Training(cluster, this, _held));
        var silo = SiloAddress.New(new IPEndPoint(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 1), 1);
        (Name, Offer) = (silo.ToParsableString(), new SiloSlots(silo, [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), slots)]));
        cluster.World.Every(cluster.Rules.Heartbeat, Beat);
    }

    public string Name { get; }

    public int Slots { get; }

    /// <summary>What it offers to the cluster.</summary>
    public SiloSlots Offer { get; }

    public bool IsDraining { get; private set; }

    /// <summary>Slots that train.</summary>
    public int Busy => _held.All.Count(held => held.Stage == LeaseStage.Training);

    /// <summary>Batches of a shard that wait for a slot.</summary>
    public int Waiting(Shard shard) => _held.All.Count(held => held.Of == shard && held.Stage == LeaseStage.Waiting);

    public override void Die()
    {
        base.Die();
        foreach (var held in _held.All.ToList()) _held.Forget(held);
    }

    public void Drain()
    {
        IsDraining = true;
        foreach (var held in _held.All.ToList()) _training.Stop(held);
    }

    public void MakeRoom() => Awake(() =>
    {
        foreach (var held in _held.All.Where(held => held.Stage == LeaseStage.Training).ToList()) _training.Stop(held, ReleaseReason.Yielded);
        Train();
    });

    public void Take(Shard shard, IReadOnlyList<Lease> leases) => Awake(() =>
    {
        foreach (var lease in leases)
        {
            var held = new Held(shard, KeyOf(shard), lease.Id, lease.Points, lease.History.Quarantined);
            if (lease.Worker != Name || !_held.Add(held)) continue; // it came twice
            if (IsDraining) _training.Stop(held);
            if (held.IsAlone && _cluster.Mutant == Mutant.QuarantineByShard) Announce(held, () => true);
        }

        Train();
    });

    public void Obey(Shard shard, IReadOnlyDictionary<long, LeaseCommand> commands) => Awake(() =>
    {
        foreach (var (held, action) in _held.Obey(KeyOf(shard), commands))
            if (action != WorkerAction.Abandon && !(commands[held.Lease] == LeaseCommand.Yield && _cluster.Mutant == Mutant.NeverYields)) _training.Stop(held);
        Train();
    });

    /// <summary>Fills its free slots.</summary>
    public void Train()
    {
        if (_cluster.Mutant != Mutant.QuarantineByShard && _held.NextAlone() is { } alone) Announce(alone, () => _held.Begin(alone));
        while (Busy < Slots && _held.All.Where(held => held.MayBegin && held.Stage == LeaseStage.Waiting).MinBy(held => (held.Lease, held.Of.Number)) is { } next)
        {
            next.Stage = LeaseStage.Training;
            _cluster.Began(next.Points);
            _training.Step(next, new Queue<long>(next.Points.Points));
        }
    }

    private string KeyOf(Shard shard) => _cluster.Mutant == Mutant.LeasesByNumber ? "" : shard.Key;

    private bool Beat()
    {
        if (IsDead) return false;
        if (IsFrozen) return true;
        foreach (var shard in _held.All.GroupBy(held => held.Of))
        {
            LeaseBeat[] held = [.. shard.Select(held => new LeaseBeat(held.Lease, held.Points, held.Stage, held.StepsDone, 0))];
            shard.Key.ToOwner(owner => owner.Heartbeat(this, held));
        }

        foreach (var held in _held.Hanging(_cluster.World.Now)) _training.Report(held, PointRanges.Empty, ReleaseReason.Hung);
        return true;
    }

    /// <summary>Tells the owner of a lease in quarantine that it begins.</summary>
    private void Announce(Held held, Func<bool> begin)
    {
        held.Of.ToOwner(owner => owner.Begin(held.Lease, may => _cluster.World.Send(() => Awake(() =>
        {
            held.MayBegin |= may && begin();
            Train();
        }))));
        _cluster.World.After(2 * _cluster.Rules.Heartbeat, () => Awake(() =>
        {
            _held.Defer(held);
            Train();
        }));
    }
}
