namespace LayerDyn.Simulation.Tests;

/// <summary>What must hold of one shard over time: what is listed stays, what is paused holds nothing, and nothing waits beside a free slot.</summary>
internal sealed class ShardInvariants
{
    // No worker is lost by these, and nothing is late.
    private static readonly FaultKind[] Calm = [FaultKind.JoinWorker, FaultKind.DrainWorker];

    private readonly Cluster _cluster;
    private readonly Shard _shard;
    private readonly Dictionary<long, string> _committed = [];
    private readonly bool _isCalm, _mayLose;
    private long _version, _sharings;
    private TimeSpan _paused, _starved, _misplaced;

    public ShardInvariants(Cluster cluster, Shard shard)
    {
        (_cluster, _shard) = (cluster, shard);
        var scenario = cluster.Scenario;
        _isCalm = scenario.Poison < 0 && scenario.Hanging < 0 && scenario.Endless < 0 && scenario.Faults.All(fault => Calm.Contains(fault.Kind));
        _mayLose = scenario.Faults.Any(fault => fault.Kind == FaultKind.LostWrites);
    }

    private TimeSpan Now => _cluster.World.Now;

    private TimeSpan Heartbeat => _cluster.Rules.Heartbeat;

    public void Hold()
    {
        if (_shard.File.Version != _version) Durable();
        Paused();
        if (_isCalm) Placed();
    }

    /// <summary>Looks its files through at the end; false when all is there.</summary>
    public bool Repair()
    {
        if (!_shard.Repair()) return false;
        Durable();
        return true;
    }

    private void Durable()
    {
        _version = _shard.File.Version;
        var manifest = _shard.File.Manifest;
        foreach (long lost in _committed.Where(point => !_cluster.Store.Has(point.Value)).Select(point => point.Key).ToList()) _committed.Remove(lost);
        foreach (var (point, segment) in _committed)
            if (manifest.Committed.GetValueOrDefault(point) != segment) throw new ViolationException($"point {point} was listed in {segment} and is now in {manifest.Committed.GetValueOrDefault(point)}");
        foreach (var (point, segment) in manifest.Committed)
        {
            if (!_shard.Points.Contains(point)) throw new ViolationException($"point {point} is listed by shard {_shard.Number}, which does not have it");
            if (!_mayLose && !_cluster.Store.Has(segment)) throw new ViolationException($"{segment} is listed and not there");
            _committed[point] = segment;
        }
    }

    private void Paused()
    {
        if (!_shard.IsPaused || _shard.Table is not { } table || _shard.Host.IsFrozen) _paused = Now;
        else if (Now - _paused > 3 * Heartbeat && table.Leases.Count > 0) throw new ViolationException("a paused shard holds leases");
    }

    /// <summary>Nothing waits beside a slot that was granted to its shard, nor where none was. Each sharing out gives time to move.</summary>
    private void Placed()
    {
        var granted = _cluster.Broker.GrantsOf(_shard.Key).Slots.Select(grant => grant.Silo).ToHashSet();
        bool waits = _shard.Table is { } table && (_shard.Points.Count > table.Terminal.Count + table.Leased || _cluster.Members.Any(worker => worker.Waiting(_shard) > 0));
        bool idle = _cluster.Members.Any(worker => granted.Contains(worker.Offer.Silo) && worker.Busy < worker.Slots);
        bool misplaced = granted.Count > 0 && _cluster.Members.Any(worker => !granted.Contains(worker.Offer.Silo) && worker.Waiting(_shard) > 0);
        bool moved = _sharings != _cluster.Broker.Sharings;
        _sharings = _cluster.Broker.Sharings;
        if (!misplaced || moved) _misplaced = Now;
        else if (Now - _misplaced > 5 * Heartbeat) throw new ViolationException("a batch waits on a worker without a granted slot");
        if (!idle || !waits || moved) _starved = Now;
        else if (Now - _starved > 3 * Heartbeat) throw new ViolationException("a batch waits beside a free slot");
    }
}
