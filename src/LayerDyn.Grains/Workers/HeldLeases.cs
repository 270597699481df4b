using System.Collections.Concurrent;
using LayerDyn.Contracts.Scheduling;
using LayerDyn.Grains.Scheduling;

namespace LayerDyn.Grains.Workers;

/// <summary>
/// The leases that a worker holds, of all shards: what it knows them by, and what it decides of them. Pure, as <see cref="LeaseTable"/> is for the
/// owner; it may be asked from several threads.
/// </summary>
/// <typeparam name="T">What is held.</typeparam>
/// <param name="hangLimit">A lease that trains and makes no step for so long hangs.</param>
public sealed class HeldLeases<T>(TimeSpan hangLimit)
    where T : class, IHeldLease
{
    // By shard as well: each counts its leases from the same number.
    private readonly ConcurrentDictionary<(string Shard, long Lease), T> _held = [];
    private readonly List<T> _waiting = []; // in quarantine, for their turn
    private readonly Lock _gate = new();
    private T? _turn;
    private bool _begun;
    private TimeSpan? _looked;

    /// <summary>All of them, in order of shards and numbers: what is decided of them is the same in every process.</summary>
    public IEnumerable<T> All => _held.Values.OrderBy(lease => lease.Shard, StringComparer.Ordinal).ThenBy(lease => lease.Lease);

    /// <summary>All of them, as each shard is to hear of its own.</summary>
    public IEnumerable<IGrouping<string, T>> ByShard => All.GroupBy(lease => lease.Shard);

    /// <summary>Takes one in; false where it is held already: it came twice.</summary>
    public bool Add(T lease)
    {
        if (!_held.TryAdd((lease.Shard, lease.Lease), lease)) return false;
        if (!lease.IsAlone) return true;
        lock (_gate) _waiting.Add(lease);
        return true;
    }

    /// <summary>Whether this one is held still, and not another under its number.</summary>
    public bool Holds(T lease) => _held.TryGetValue((lease.Shard, lease.Lease), out var held) && held == lease;

    /// <summary>Lets go of one; false where it is not held.</summary>
    public bool Forget(T lease) => _held.TryRemove(new((lease.Shard, lease.Lease), lease));

    /// <summary>
    /// The next lease in quarantine whose turn it is, of whichever shard: its shard is to be told, then it begins by <see cref="Begin"/>. Null while
    /// another has its turn, or none waits.
    /// </summary>
    public T? NextAlone()
    {
        lock (_gate)
        {
            _waiting.RemoveAll(lease => !Holds(lease));
            if (_waiting.Count == 0 || (_turn is not null && Holds(_turn))) return null;
            (_turn, _begun) = (_waiting[0], false);
            _waiting.RemoveAt(0);
            return _turn;
        }
    }

    /// <summary>The shard knows: it begins. False where it was called back or given up meanwhile.</summary>
    public bool Begin(T lease)
    {
        lock (_gate)
        {
            if (_turn != lease || !Holds(lease)) return false;
            _begun = true;
            return true;
        }
    }

    /// <summary>Its shard could not be told: it is another's turn.</summary>
    public void Defer(T lease)
    {
        lock (_gate)
        {
            if (_turn != lease || _begun) return;
            _turn = null;
            _waiting.Add(lease);
        }
    }

    /// <summary>Takes back one that waits for its turn; false where it does not, or has begun.</summary>
    public bool Withdraw(T lease)
    {
        lock (_gate)
        {
            if (_waiting.Remove(lease)) return true;
            if (_turn != lease || _begun) return false;
            _turn = null;
            return true;
        }
    }

    /// <summary>What to do on the commands of a shard, for each of its leases that is held. One to be abandoned is held no more.</summary>
    public IReadOnlyList<(T Lease, WorkerAction Action)> Obey(string shard, IReadOnlyDictionary<long, LeaseCommand> commands)
    {
        var actions = new List<(T, WorkerAction)>();
        foreach (var (id, command) in commands)
        {
            if (!_held.TryGetValue((shard, id), out var lease)) continue;
            var action = WorkerRules.On(command, lease.Stage, lease.IsInterrupted);
            if (action != WorkerAction.None && (action != WorkerAction.Abandon || Forget(lease))) actions.Add((lease, action));
        }

        return actions;
    }

    /// <summary>Those that hang. To be asked with every heartbeat: where that was long ago, the worker stood still itself, and no lease is to blame.</summary>
    /// <param name="now">The time.</param>
    public IReadOnlyList<T> Hanging(TimeSpan now)
    {
        var still = now - (_looked ?? now);
        var excused = still > hangLimit / 2 ? still : TimeSpan.Zero;
        _looked = now;
        var hanging = new List<T>();
        foreach (var lease in _held.Values)
        {
            var last = lease.LastAdvance is { } seen ? (seen.Steps, seen.At + excused) : lease.LastAdvance;
            var advanced = WorkerRules.Advanced(last, lease.Stage, lease.WaitsForStore, lease.StepsDone, now);
            lease.LastAdvance = advanced;
            if (now - advanced.At >= hangLimit) hanging.Add(lease);
        }

        return hanging;
    }
}
