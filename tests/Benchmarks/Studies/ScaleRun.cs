using System.Diagnostics;
using System.Net;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Grains.Slots;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>A sweep on a simulated cluster. What owners and the allocator compute is the product's code, and its time is measured; all else is an event list.</summary>
internal sealed class ScaleRun(ScaleSetting setting)
{
    private static readonly LeaseRules Rules = new();
    private static readonly SweepOptions Options = new();

    private readonly PriorityQueue<Action, (double At, long Order)> _events = new();
    private readonly Random _random = new(1);
    private readonly Worker[] _workers = [.. Enumerable.Range(0, setting.Workers).Select(number => new Worker(SiloAddress.New(new IPEndPoint(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), 1), 1)))];
    private readonly Dictionary<string, Worker> _byName = [];
    private SiloSlots[] _silos = [];
    private readonly List<Shard> _open = [];
    private readonly SlotBook _book = new(1);
    private double _now, _busySlotSeconds, _busySince;
    private int _busy;
    private long _order, _next, _term;

    public double Elapsed { get; private set; }

    public double Busy => _busySlotSeconds / (Elapsed * setting.Workers * setting.Slots);

    public long Committed { get; private set; }

    public long Heartbeats { get; private set; }

    public long Commits { get; private set; }

    public long Grants { get; private set; }

    public long Demands { get; private set; }

    public long Messages => 2 * (Heartbeats + Commits + Grants + Demands); // each has an answer

    public double OwnerSeconds { get; private set; }

    public double HeartbeatSeconds { get; private set; }

    /// <summary>Seconds that shards were open, over all of them.</summary>
    public double OwnerTime { get; private set; }

    public double AllocatorSeconds { get; private set; }

    public long Allocations { get; private set; }

    public long PointsAShard => (long)setting.Batch * Options.BatchesPerShard;

    public long BytesAShard { get; private set; }

    public double BytesALease { get; private set; }

    public void Run()
    {
        MeasureMemory();
        _silos = [.. _workers.Select(worker => worker.Slots(setting.Slots))];
        foreach (var worker in _workers)
        {
            _byName[worker.Name] = worker;
            After(_random.NextDouble() * Rules.Heartbeat.TotalSeconds, () => Beat(worker));
        }

        SeeToShards();
        while (Committed < setting.Points && _events.TryDequeue(out var next, out var when) && when.At <= setting.Until)
        {
            _now = when.At;
            next();
        }

        Count(0);
        Elapsed = _now;
        foreach (var shard in _open) OwnerTime += _now - shard.Opened;
    }

    private void After(double seconds, Action action) => _events.Enqueue(action, (_now + seconds, ++_order));

    private void Count(int change)
    {
        _busySlotSeconds += _busy * (_now - _busySince);
        (_busySince, _busy) = (_now, _busy + change);
    }

    private T Owner<T>(Func<T> work)
    {
        long began = Stopwatch.GetTimestamp();
        var result = work();
        OwnerSeconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        return result;
    }

    private void Owner(Action work) => Owner(() =>
    {
        work();
        return true;
    });

    private void SeeToShards()
    {
        int enough = Options.ShardsFor(setting.Workers * setting.Slots) - _open.Count(shard => shard.Remaining > shard.Table.Leased);
        for (; enough > 0 && _next < setting.Points; enough--) OpenNext();
        After(Options.RenewEvery.TotalSeconds, SeeToShards);
    }

    private void OpenNext()
    {
        long first = _next, end = Math.Min(setting.Points, first + PointsAShard);
        _next = end;
        var shard = new Shard($"scale-00000001/{first / PointsAShard}", end - first, _now) { Table = Owner(() => Table(first, end)) };
        _open.Add(shard);
        After(0, () => Tick(shard));
    }

    private LeaseTable Table(long first, long end) =>
        new(Rules, PointRanges.Of(first, end), setting.Batch, ++_term, new PointSet(end), [], [], TimeSpan.FromSeconds(_now), others: false);

    private void Tick(Shard shard)
    {
        if (shard.Remaining == 0) return;
        Owner(() => shard.Table.Tick(TimeSpan.FromSeconds(_now)));
        if (_now - shard.Demanded >= Options.RenewEvery.TotalSeconds)
        {
            shard.Demanded = _now;
            Demand(shard, (int)Math.Min((shard.Remaining + setting.Batch - 1) / setting.Batch, 1 << 16));
        }

        Grant(shard);
        After(Options.WatchEvery.TotalSeconds, () => Tick(shard));
    }

    private void Demand(Shard shard, int slots)
    {
        Demands++;
        var demand = new SlotDemand(shard.Key, SweepPriority.Normal, slots);
        long began = Stopwatch.GetTimestamp(), before = _book.Sharings;
        var changed = _book.Demand(demand, () => _silos, TimeSpan.FromSeconds(_now)).ToHashSet();
        if (_book.Sharings == before) return;
        AllocatorSeconds += Stopwatch.GetElapsedTime(began).TotalSeconds;
        Allocations++;
        foreach (var other in _open.Where(other => changed.Contains(other.Key)).ToList()) Grant(other);
    }

    private void Grant(Shard shard, string? only = null)
    {
        (string Worker, int)[] grants = [.. _book.GrantsOf(shard.Key).Slots.Select(grant => (Worker: grant.Silo.ToParsableString(), grant.Slots)).Where(grant => only is null || grant.Worker == only)];
        foreach (var leases in Owner(() => shard.Table.Fill(grants, Options.BatchesPerLane, TimeSpan.FromSeconds(_now))).GroupBy(lease => lease.Worker))
        {
            Grants++;
            After(0.001, () => Take(_byName[leases.Key], shard, [.. leases]));
        }

        if (only is not null) return;
        Owner(() => shard.Table.Balance(grants, Options.BatchesPerLane, TimeSpan.FromSeconds(_now)));
    }

    private void Take(Worker worker, Shard shard, IReadOnlyList<Lease> leases)
    {
        if (!worker.Held.TryGetValue(shard, out var held)) worker.Held[shard] = held = [];
        foreach (var lease in leases)
        {
            held.Add(lease.Id, lease);
            worker.Waiting.AddLast((shard, lease));
        }

        Train(worker);
    }

    private void Train(Worker worker)
    {
        while (worker.Busy < setting.Slots && worker.Waiting.First is { Value: var next })
        {
            worker.Waiting.RemoveFirst();
            worker.Busy++;
            Count(1);
            After(setting.Seconds * (0.5 + _random.NextDouble()), () => End(worker, next.Shard, next.Lease));
        }
    }

    private void End(Worker worker, Shard shard, Lease lease)
    {
        worker.Busy--;
        Count(-1);
        Train(worker);
        After(0.005, () => Commit(worker, shard, lease));
    }

    private void Commit(Worker worker, Shard shard, Lease lease)
    {
        Commits++;
        if (worker.Held[shard].Remove(lease.Id) && worker.Held[shard].Count == 0) worker.Held.Remove(shard);
        if (!Owner(() => shard.Table.Commit(lease.Id, lease.Points, PointRanges.Empty))) throw new InvalidOperationException($"the batch {lease.Points} was committed twice");
        Committed += lease.Points.Count;
        shard.Remaining -= lease.Points.Count;
        if (shard.Remaining > 0)
        {
            Grant(shard, worker.Name);
            return;
        }

        OwnerTime += _now - shard.Opened;
        _open.Remove(shard);
        Demand(shard, 0);
    }

    private void Beat(Worker worker)
    {
        foreach (var (shard, held) in worker.Held)
        {
            Heartbeats++;
            var waiting = worker.Waiting.Where(next => next.Shard == shard).Select(next => next.Lease.Id).ToHashSet();
            LeaseBeat[] beats = [.. held.Values.Select(lease => new LeaseBeat(lease.Id, lease.Points, waiting.Contains(lease.Id) ? LeaseStage.Waiting : LeaseStage.Training, 1, 0))];
            long began = Stopwatch.GetTimestamp();
            var commands = shard.Table.Heartbeat(worker.Name, beats, TimeSpan.FromSeconds(_now));
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            (HeartbeatSeconds, OwnerSeconds) = (HeartbeatSeconds + seconds, OwnerSeconds + seconds);
            foreach (var (lease, _) in commands.Where(command => command.Value == LeaseCommand.Yield)) Yield(worker, shard, lease);
            Grant(shard, worker.Name);
        }

        After(Rules.Heartbeat.TotalSeconds, () => Beat(worker));
    }

    /// <summary>A batch that still waits goes back, to be leased to a free slot.</summary>
    private void Yield(Worker worker, Shard shard, long lease)
    {
        if (worker.Waiting.FirstOrDefault(next => next.Shard == shard && next.Lease.Id == lease) is not { Shard: not null } found) return;
        worker.Waiting.Remove(found);
        worker.Held[shard].Remove(lease);
        Grants++; // a message as those are
        After(0.005, () =>
        {
            Owner(() => shard.Table.Release(lease, ReleaseReason.Returned));
            Grant(shard);
        });
    }

    /// <summary>What an open shard's table takes, and a lease in it.</summary>
    private void MeasureMemory()
    {
        const int Tables = 8;
        long end = Math.Min(setting.Points, PointsAShard);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LeaseTable[] tables = [.. Enumerable.Range(0, Tables).Select(_ => Table(0, end))];
        long opened = GC.GetTotalMemory(forceFullCollection: true);
        long leases = tables.Sum(table => (long)table.Acquire("S10.0.0.1:1:1", Options.BatchesPerShard, TimeSpan.Zero).Count);
        long leased = GC.GetTotalMemory(forceFullCollection: true);
        (BytesAShard, BytesALease) = ((opened - before) / Tables, (leased - opened) / (double)leases);
        GC.KeepAlive(tables);
    }

    private sealed class Shard(string key, long points, double opened)
    {
        public string Key => key;

        public double Opened => opened;

        public required LeaseTable Table { get; init; }

        public long Remaining { get; set; } = points;

        public double Demanded { get; set; } = double.NegativeInfinity;
    }

    private sealed class Worker(SiloAddress address)
    {
        public string Name { get; } = address.ToParsableString();

        public Dictionary<Shard, Dictionary<long, Lease>> Held { get; } = [];

        public LinkedList<(Shard Shard, Lease Lease)> Waiting { get; } = [];

        public int Busy { get; set; }

        public SiloSlots Slots(int count) => new(address, [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1L << 36), count)]);
    }
}
