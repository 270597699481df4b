using LayerDyn.Contracts.Scheduling;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>
/// Who may train which points of a shard: what its owner decides, as a pure state machine. It knows no clock, no store and no
/// messages: each event comes with the time, and what it decided is taken from <see cref="TakeEvents"/>. Single-threaded.
/// <para>Each point is pending, leased, or terminal (committed or failed). These are all the transitions:</para>
/// <list type="table">
/// <listheader><term>state, event</term><description>next</description></listheader>
/// <item><term>pending, <see cref="Acquire"/></term><description>leased by that worker until a deadline</description></item>
/// <item><term>leased, <see cref="Heartbeat"/></term><description>leased, with a later deadline; the answer is continue, stop, yield or drop</description></item>
/// <item><term>leased or pending, <see cref="Commit"/></term><description>committed, whoever sends it; what the lease has not done is pending</description></item>
/// <item><term>leased, <see cref="Release"/> of what was returned</term><description>pending, nothing held against it</description></item>
/// <item><term>leased, <see cref="Release"/> of what made room for another sweep</term>
/// <description>pending, nothing held against it; in halves, until each point runs alone and goes on from a checkpoint</description></item>
/// <item><term>leased, deadline passed (<see cref="Tick"/>), <see cref="WorkerLost"/></term>
/// <description>pending with one loss more; after the second in quarantine: split, until each point runs alone, and counted anew</description></item>
/// <item><term>leased in quarantine, <see cref="Begin"/>: its worker's turn for one such batch is its</term>
/// <description>leased, and begun: one that is lost before is pending as it was, something else took its worker down</description></item>
/// <item><term>leased, half of a lease's time or more since the last <see cref="Tick"/>: the owner itself stood still</term>
/// <description>leased, with a deadline later by that time: it heard nobody meanwhile</description></item>
/// <item><term>leased, <see cref="Release"/> of what hung</term><description>pending with one hang more, in quarantine, elsewhere if there is an elsewhere</description></item>
/// <item><term>one point alone, lost 5 times with no newer checkpoint, or hung 3 times</term><description>failed</description></item>
/// <item><term>leased, trained for as long as a point may (<see cref="LeaseRules.PointTime"/>), since its worker was lost last</term>
/// <description>told to stop by the next answer; then a point alone has failed, and a batch is split as in quarantine and counted anew</description></item>
/// <item><term>failed, <see cref="Retry"/></term><description>pending</description></item>
/// <item><term>leased and waiting, while a slot is free elsewhere and nothing is pending, or where its slots are others' now (<see cref="Balance"/>)</term>
/// <description>told to yield by the next answer: pending, and leased to a slot that was granted</description></item>
/// <item><term>pending, <see cref="Stop"/> of the point</term><description>failed: stopped on request</description></item>
/// <item><term>leased, <see cref="Stop"/> of a point of it</term><description>told to stop by the next answer; that point failed then, the others pending</description></item>
/// <item><term>leased, <see cref="Close"/> (pause, cancel)</term><description>told to stop by the next answer; pending after two heartbeats, whatever the worker does</description></item>
/// <item><term>pending, a heartbeat of a lease that is not known</term>
/// <description>leased under that id: an owner that moved, or a worker that was silent, makes no work begin anew; told to stop where a point of it has failed since</description></item>
/// <item><term>leased, a heartbeat of a later lease that is not known</term>
/// <description>leased under the later id: an owner that ended the earlier one and went before it wrote so</description></item>
/// </list>
/// </summary>
public sealed class LeaseTable
{
    private readonly LeaseRules _rules;
    private readonly PendingPoints _points;
    private readonly Dictionary<long, Lease> _leases = [];
    private readonly Dictionary<string, HashSet<long>> _held = [];
    private readonly Dictionary<string, TimeSpan> _workers = [];
    private readonly List<LeaseEvent> _events = [];
    private readonly HashSet<long> _failed, _stopping = [], _yielding = [];
    private readonly long _term;
    private readonly TimeSpan _grantsFrom;
    private long _granted;
    private TimeSpan? _stopBy;
    private TimeSpan _ticked;

    /// <summary>Takes a shard over.</summary>
    /// <param name="rules">Times and limits.</param>
    /// <param name="shard">Its points, one range.</param>
    /// <param name="batchSize">Points a batch.</param>
    /// <param name="term">The owner's term: higher than that of every owner before.</param>
    /// <param name="terminal">Points with a result, or failed; the table's from now on.</param>
    /// <param name="failed">Those of them that failed.</param>
    /// <param name="entries">What the owner before had leased, or held against points, when it last wrote.</param>
    /// <param name="now">The time.</param>
    /// <param name="others">Whether workers may hold leases that no entry names: they have two heartbeats' time to present them.</param>
    public LeaseTable(
        LeaseRules rules, PointRanges shard, int batchSize, long term, PointSet terminal, IEnumerable<long> failed, IReadOnlyList<LeaseEntry> entries, TimeSpan now,
        bool others)
    {
        (_rules, _term, _failed, _ticked) = (rules, term, [.. failed], now);
        _points = new PendingPoints(shard, batchSize, terminal);
        _grantsFrom = others ? now + 2 * rules.Heartbeat : now; // one may be due and on its way
        foreach (var entry in entries)
        {
            var open = entry.Points.Where(_points.IsPending);
            var history = LossHistory.Of(entry);
            if (open.Count == 0) continue;
            if (entry.Worker.Length == 0) _points.Return(open, history);
            else Add(new Lease(entry.Id, entry.Worker, open, history, now, now + rules.LeaseTime) { Seen = true, Begun = entry.Begun, Charged = null });
        }
    }

    /// <summary>The leases in force.</summary>
    public IReadOnlyCollection<Lease> Leases => _leases.Values;

    /// <summary>Points with a result, or failed.</summary>
    public PointSet Terminal => _points.Terminal;

    /// <summary>Number of leased points that are not terminal.</summary>
    public long Leased => _points.Leased;

    /// <summary>Seconds of slots that its leases have had, as far as was heard; of those that an owner before knew, from then on.</summary>
    public double Had { get; private set; }

    /// <summary>Whether leases are granted, or being called in.</summary>
    public bool IsOpen => _stopBy is null;

    /// <summary>What the next owner has to know.</summary>
    public IReadOnlyList<LeaseEntry> Entries =>
    [
        .. _leases.Values.OrderBy(lease => lease.Id).Select(lease => lease.History.Entry(lease.Id, lease.Worker, lease.Points) with { Begun = lease.Begun }),
        .. _points.Returned.Where(work => work.History != LossHistory.None).Select(work => work.History.Entry(0, "", work.Points)),
    ];

    /// <summary>What was decided since this was asked last, in order.</summary>
    public IReadOnlyList<LeaseEvent> TakeEvents()
    {
        LeaseEvent[] events = [.. _events];
        _events.Clear();
        return events;
    }

    /// <summary>A lease by its id; null where it is not in force.</summary>
    public Lease? Get(long lease) => _leases.GetValueOrDefault(lease);

    /// <summary>The lease that a point is in; null where it is in none.</summary>
    public Lease? Find(long point) => _leases.Values.FirstOrDefault(lease => lease.Points.Contains(point));

    /// <summary>The leases of a worker.</summary>
    public IEnumerable<Lease> HeldBy(string worker) => _held.TryGetValue(worker, out var held) ? held.Select(id => _leases[id]) : [];

    /// <summary>The workers that have leases.</summary>
    public IReadOnlyCollection<string> Workers => _held.Keys;

    /// <summary>A worker has room, or would take work if it had.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="capacity">How many batches it could take.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it may train.</returns>
    public IReadOnlyList<Lease> Acquire(string worker, int capacity, TimeSpan now)
    {
        _workers[worker] = now;
        var granted = new List<Lease>();
        while (IsOpen && now >= _grantsFrom && granted.Count < capacity && _points.Next(history => MayRunOn(worker, history, now)) is var (points, history))
        {
            var lease = new Lease((_term << 32) + ++_granted, worker, points, history, now, now + _rules.LeaseTime);
            Add(lease);
            granted.Add(lease);
        }

        return granted;
    }

    /// <summary>
    /// Slots that it could fill: one for each batch, but for those that train where nothing is granted any more, in slots that are others' by now.
    /// </summary>
    /// <param name="grants">All workers with granted slots, and how many.</param>
    /// <param name="most">Batches that may train at once.</param>
    public int WantedSlots(IReadOnlyList<(string Worker, int Slots)> grants, int most)
    {
        var slots = grants.ToDictionary(grant => grant.Worker, grant => grant.Slots);
        int beyond = _held.Keys.Sum(worker => Math.Max(0, HeldBy(worker).Count(lease => lease.Progress.Stage == LeaseStage.Training) - slots.GetValueOrDefault(worker)));
        long batches = _points.Batches + _leases.Values.Count(lease => lease.Progress.Stage != LeaseStage.Committing);
        return (int)Math.Max(0, Math.Min(batches, most) - beyond);
    }

    /// <summary>
    /// Fills the slots that were granted: one batch each first, then batches that wait behind them, so that no slot idles for a message.
    /// </summary>
    /// <param name="grants">The workers, and how many of their slots were granted.</param>
    /// <param name="each">Batches that a slot's share of a worker holds at once.</param>
    /// <param name="now">The time.</param>
    /// <returns>What they may train.</returns>
    public IReadOnlyList<Lease> Fill(IReadOnlyList<(string Worker, int Slots)> grants, int each, TimeSpan now)
    {
        var granted = new List<Lease>();
        foreach (int batches in (int[])[1, each])
            foreach (var (worker, slots) in grants)
                granted.AddRange(Acquire(worker, (slots * batches) - InUse(worker), now));
        return granted;
    }

    /// <summary>
    /// Calls back batches that wait where they had better not: on a worker that was granted less than takes them, since its slots are other shards' by
    /// now, and, one for each granted slot that <see cref="Fill"/> found nothing for, behind others.
    /// </summary>
    /// <param name="grants">All workers with granted slots, and how many.</param>
    /// <param name="each">Batches that a slot's share of a worker holds at once.</param>
    /// <param name="now">The time.</param>
    public void Balance(IReadOnlyList<(string Worker, int Slots)> grants, int each, TimeSpan now)
    {
        if (!IsOpen || now < _grantsFrom || grants.Count == 0) return;
        var slots = grants.ToDictionary(grant => grant.Worker, grant => grant.Slots);
        List<Lease> misplaced = [], behind = [];
        foreach (string worker in _held.Keys)
        {
            int granted = slots.GetValueOrDefault(worker), used = InUse(worker);
            // The latest first: the others may have begun when they hear of it.
            var waiting = HeldBy(worker).Where(Waits).OrderByDescending(lease => lease.Id).Take(used - granted).ToList();
            int over = Math.Clamp(used - (granted * each), 0, waiting.Count);
            misplaced.AddRange(waiting[..over]);
            behind.AddRange(waiting[over..]);
        }

        foreach (var lease in misplaced) _yielding.Add(lease.Id);
        if (behind.Count == 0) return;
        foreach (var (worker, granted) in grants)
            for (int free = granted - InUse(worker); free > 0; free--)
            {
                if (misplaced.FindIndex(lease => MayRunOn(worker, lease.History, now)) is >= 0 and var moves)
                {
                    misplaced.RemoveAt(moves);
                    continue;
                }

                if (behind.FindIndex(lease => MayRunOn(worker, lease.History, now)) is not (>= 0 and var found)) break;
                _yielding.Add(behind[found].Id);
                behind.RemoveAt(found);
            }
    }

    /// <summary>
    /// A worker is about to begin a batch in quarantine, while no other in quarantine runs there, of whichever shard. To be made durable before
    /// it does: it may take the worker down at once, and this owner with it.
    /// </summary>
    /// <returns>Whether it may: not where the lease is not in force, or called in.</returns>
    public bool Begin(long lease)
    {
        if (!IsOpen || !_leases.TryGetValue(lease, out var found) || Stops(found) || _yielding.Contains(lease)) return false;
        _leases[lease] = found with { Seen = true, Begun = true };
        return true;
    }

    /// <summary>A worker says what it holds. A lease of its that it does not name, though it could know it, never arrived and is pending again.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="held">All its leases of this shard.</param>
    /// <param name="now">The time.</param>
    /// <returns>What it is to do with each, by lease.</returns>
    public IReadOnlyDictionary<long, LeaseCommand> Heartbeat(string worker, IReadOnlyList<LeaseBeat> held, TimeSpan now)
    {
        var commands = new Dictionary<long, LeaseCommand>();
        foreach (var progress in held) commands[progress.Lease] = Hear(worker, progress, now);
        foreach (var lease in HeldBy(worker).Where(lease => !commands.ContainsKey(lease.Id) && now - lease.Granted > 2 * _rules.Heartbeat).ToList())
            End(lease, ReleaseReason.Returned);
        return commands;
    }

    /// <summary>
    /// Results were written under their content address: they count, whoever sends them, unless a point of them has a result already.
    /// A point that failed may still get its result, as when the worker that held it had only been silent.
    /// A lease ends with its commit; points of it without a result are pending again.
    /// </summary>
    /// <param name="lease">The lease they were computed under, known here or not.</param>
    /// <param name="points">The points with a result.</param>
    /// <param name="failed">The points that failed by themselves.</param>
    /// <returns>Whether they count.</returns>
    public bool Commit(long lease, PointRanges points, PointRanges failed)
    {
        bool counts = points.Points.All(point => !_points.Terminal.Contains(point) || _failed.Contains(point)) && (points.Count > 0 || failed.Count > 0);
        if (counts)
        {
            foreach (long point in points.Points)
                if (!_points.End(point)) _failed.Remove(point);
            foreach (long point in failed.Points)
                if (_points.End(point)) _failed.Add(point);
        }

        Release(lease, ReleaseReason.Returned);
        return counts;
    }

    /// <summary>A lease has had its slot for so long.</summary>
    public void Charge(long lease, double seconds)
    {
        if (!_leases.TryGetValue(lease, out var found)) return;
        Had += Math.Max(0, (seconds - found.Charged) ?? 0);
        _leases[lease] = found with { Charged = seconds };
    }

    /// <summary>A lease ended without a result.</summary>
    public void Release(long lease, ReleaseReason reason)
    {
        if (_leases.TryGetValue(lease, out var ended)) End(ended, reason);
    }

    /// <summary>A worker is gone for good.</summary>
    public void WorkerLost(string worker)
    {
        _workers.Remove(worker);
        foreach (var lease in HeldBy(worker).ToList()) End(lease, ReleaseReason.WorkerLost);
    }

    /// <summary>Time has passed.</summary>
    public void Tick(TimeSpan now)
    {
        if (now - _ticked > _rules.LeaseTime / 2) Excuse(now - _ticked);
        _ticked = now;
        foreach (var lease in _leases.Values.Where(lease => lease.Deadline <= now).ToList()) End(lease, ReleaseReason.Expired);
        if (_stopBy <= now) foreach (var lease in _leases.Values.ToList()) End(lease, ReleaseReason.Returned);
        foreach (string silent in _workers.Where(worker => now - worker.Value > _rules.LeaseTime).Select(worker => worker.Key).ToList()) _workers.Remove(silent);
    }

    /// <summary>
    /// A point is to end here, without a result: it has failed at once where it is pending, and when its worker has let go of it where it is
    /// leased. Other points of its batch are pending again.
    /// </summary>
    /// <returns>Whether it was not terminal yet.</returns>
    public bool Stop(long point)
    {
        if (_points.Terminal.Contains(point)) return false;
        if (Find(point) is not null) _stopping.Add(point);
        else Fail(null, point, ReleaseReason.Stopped, 0);
        return true;
    }

    /// <summary>Grants no more, and calls the leases in.</summary>
    public void Close(TimeSpan now) => _stopBy ??= now + 2 * _rules.Heartbeat;

    /// <summary>Failed points are pending again, with nothing held against them.</summary>
    public void Retry(PointRanges failed)
    {
        foreach (long point in failed.Points)
            if (_failed.Remove(point)) _points.Reopen(point);
        _points.Return(failed.Where(_points.IsPending), LossHistory.None);
    }

    private LeaseCommand Hear(string worker, LeaseBeat progress, TimeSpan now)
    {
        if (!_leases.TryGetValue(progress.Lease, out var lease))
        {
            var open = progress.Points.Where(point => !_points.Terminal.Contains(point));
            if (open.Count == 0 || _stopBy <= now || !Supersedes(progress.Lease, open)) return LeaseCommand.Drop;
            lease = new Lease(progress.Lease, worker, open, _points.HistoryOf(open), now, now) { Charged = null };
            Add(lease);
            _events.Add(new LeaseEvent.Recovered(lease));
        }

        if (lease.Points.Points.All(_points.Terminal.Contains))
        {
            End(lease, ReleaseReason.Returned);
            return LeaseCommand.Drop;
        }

        bool begun = lease.Begun || progress.Stage != LeaseStage.Waiting;
        lease = Trained(lease, progress, now) with { Deadline = now + _rules.LeaseTime, Seen = true, Begun = begun, Progress = progress };
        _leases[lease.Id] = lease with { History = Progressed(lease, progress) };
        Charge(lease.Id, progress.Seconds);
        if (progress.Stage != LeaseStage.Waiting) _yielding.Remove(lease.Id);
        return !IsOpen || Stops(lease) || TrainsFailed(lease) || Overran(lease) ? LeaseCommand.Stop : _yielding.Contains(lease.Id) ? LeaseCommand.Yield : LeaseCommand.Continue;
    }

    /// <summary>An owner that stood still itself has heard nobody meanwhile: that time makes no worker silent.</summary>
    private void Excuse(TimeSpan deaf)
    {
        foreach (var lease in _leases.Values.ToList()) _leases[lease.Id] = lease with { Deadline = lease.Deadline + deaf };
        foreach (string worker in _workers.Keys.ToList()) _workers[worker] += deaf;
    }

    /// <summary>
    /// Whether no later lease has any of the points. Those that an earlier one has are pending again: the owner that granted the later one had ended it,
    /// and was gone before it could write so.
    /// </summary>
    private bool Supersedes(long id, PointRanges points)
    {
        if (points.Points.All(_points.IsPending)) return true;
        var others = _leases.Values.Where(lease => lease.Points.Points.Any(points.Contains)).ToList();
        if (others.Exists(other => other.Id > id)) return false;
        foreach (var earlier in others) End(earlier, ReleaseReason.Returned);
        return points.Points.All(_points.IsPending);
    }

    private bool Stops(Lease lease) => _stopping.Count > 0 && lease.Points.Points.Any(_stopping.Contains);

    /// <summary>
    /// Whether the worker also trains a point that has failed: as one that somebody stopped while nobody knew that it was leased. The others wait behind it.
    /// </summary>
    private bool TrainsFailed(Lease lease) => lease.Progress.Points.Count > lease.Points.Count && lease.Progress.Points.Points.Any(_failed.Contains);

    /// <summary>Adds the time since its worker was last heard to train it, where that is limited. Of a silence nobody knows.</summary>
    private Lease Trained(Lease lease, LeaseBeat progress, TimeSpan now)
    {
        if (_rules.PointTime is null || progress.Stage != LeaseStage.Training) return lease with { Trains = null };
        var since = lease.Trains is { } last ? now - last : TimeSpan.Zero;
        var more = since < 2 * _rules.Heartbeat ? since : 2 * _rules.Heartbeat;
        return lease with { Trains = now, History = lease.History with { Trained = lease.History.Trained + more } };
    }

    private bool Overran(Lease lease) => lease.History.Trained >= _rules.PointTime;

    /// <summary>Leases that take a slot of a worker, or wait for one.</summary>
    private int InUse(string worker) => HeldBy(worker).Count(lease => lease.Progress.Stage != LeaseStage.Committing && !_yielding.Contains(lease.Id));

    /// <summary>Whether a batch could go back untouched. What hung elsewhere waits for the time of a slot that nobody granted.</summary>
    private bool Waits(Lease lease) => lease is { Seen: true, Progress.Stage: LeaseStage.Waiting, History.HungOn: null } && !_yielding.Contains(lease.Id);

    /// <summary>A point whose checkpoint moves from loss to loss is not what its workers are lost by.</summary>
    private static LossHistory Progressed(Lease lease, LeaseBeat progress) =>
        lease.Points.Count == 1 && lease.History.Losses > 0 && progress.Checkpoint > lease.History.Checkpoint
            ? lease.History with { Losses = 0, Checkpoint = progress.Checkpoint }
            : lease.History;

    private bool MayRunOn(string worker, LossHistory history, TimeSpan now)
    {
        foreach (var lease in HeldBy(worker))
            if (lease.Progress.Stage != LeaseStage.Committing && history.Quarantined != lease.History.Quarantined) return false; // its worker begins one of several at a time
        return history.HungOn != worker || !_workers.Any(other => other.Key != worker && now - other.Value <= _rules.LeaseTime);
    }

    private void Add(Lease lease)
    {
        _points.Take(lease.Points);
        _leases.Add(lease.Id, lease);
        if (!_held.TryGetValue(lease.Worker, out var held)) _held[lease.Worker] = held = [];
        held.Add(lease.Id);
    }

    private void End(Lease lease, ReleaseReason reason)
    {
        _leases.Remove(lease.Id);
        _yielding.Remove(lease.Id);
        if (_held[lease.Worker] is var held && held.Remove(lease.Id) && held.Count == 0) _held.Remove(lease.Worker);
        _points.Free(lease.Points);
        if (Stops(lease)) foreach (long point in lease.Points.Points.Where(_stopping.Contains)) Fail(lease, point, ReleaseReason.Stopped, 0);
        var open = lease.Points.Where(point => !_points.Terminal.Contains(point));
        if (open.Count == 0) return;
        if (Overran(lease)) reason = ReleaseReason.Overran;
        _events.Add(new LeaseEvent.Ended(lease, reason, open));
        if (reason == ReleaseReason.Overran)
        {
            // Nothing says which point of a batch it is that takes so long, also where only one is left of it.
            var anew = lease.History with { Trained = TimeSpan.Zero };
            if (lease.Points.Count == 1) Fail(lease, open.First, reason, 1);
            else foreach (var part in open.Split(_rules.Split)) _points.Return(part, anew);
            return;
        }

        var history = After(lease, reason);
        int times = reason == ReleaseReason.Hung ? history.Hangs : history.Losses, limit = reason == ReleaseReason.Hung ? _rules.Hangs : _rules.Losses;
        bool suspect = IsSuspect(lease, reason);
        if (suspect && history.Quarantined && open.Count == 1 && times >= limit)
        {
            Fail(lease, open.First, reason, times);
        }
        else if (suspect && history.Quarantined && open.Count > 1)
        {
            // Each part starts its own count: until it is alone, nothing says which point it is.
            foreach (var part in open.Split(_rules.Split)) _points.Return(part, history with { Losses = 0, Hangs = 0, Trained = TimeSpan.Zero });
        }
        else
        {
            // Points of a batch leave no checkpoints: one that is too long for its slice would begin anew each time.
            foreach (var part in reason == ReleaseReason.Yielded ? open.Split(2) : [open]) _points.Return(part, history);
        }
    }

    private void Fail(Lease? lease, long point, ReleaseReason reason, int times)
    {
        _stopping.Remove(point);
        if (!_points.End(point)) return; // it has a result
        _failed.Add(point);
        _events.Add(new LeaseEvent.Failed(lease, point, reason, times));
    }

    /// <summary>Whether the batch may be the reason why its lease has ended so.</summary>
    private static bool IsSuspect(Lease lease, ReleaseReason reason) =>
        reason == ReleaseReason.Hung || (reason is ReleaseReason.Expired or ReleaseReason.WorkerLost && (lease.Begun || !lease.History.Quarantined));

    private LossHistory After(Lease lease, ReleaseReason reason) => reason switch
    {
        _ when !IsSuspect(lease, reason) => lease.History,
        ReleaseReason.Hung => lease.History with { Hangs = lease.History.Hangs + 1, Quarantined = true, HungOn = lease.Worker },
        // What was lost in company is no evidence against a point: its count begins when it has its worker to itself.
        ReleaseReason.Expired or ReleaseReason.WorkerLost => !lease.History.Quarantined && lease.History.Losses + 1 >= _rules.QuarantineAfter
            ? lease.History with { Losses = 0, Quarantined = true, Trained = TimeSpan.Zero }
            : lease.History with { Losses = lease.History.Losses + 1, Trained = TimeSpan.Zero },
        _ => lease.History,
    };
}
