namespace LayerDyn.Grains.Lanes;

/// <summary>
/// What waits for a silo's lanes. Owners share the lanes' time, and the sweeps of one share its part by weight, whatever the length of their batches: the
/// next batch is of the owner, and of its sweep, that has had least time; within a sweep, that of the first points, so that what made room goes on
/// before others begin. Batches that train on and on make room: <see cref="Overdue"/>.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FairQueue(TimeProvider time)
{
    // What made room is back within a message or two.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly FairShare _all = new(time);
    private readonly Dictionary<BatchJob, (FairShare Owner, FairShare Sweep)> _out = [];
    private bool _closed;

    /// <summary>Jobs that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _all.Parts.Values.Sum(owner => owner.Parts.Values.Sum(sweep => sweep.Waiting.Count));
        }
    }

    /// <summary>Jobs that were taken and are not done.</summary>
    public int Out
    {
        get
        {
            lock (_gate) return _out.Count;
        }
    }

    /// <summary>Queues a job; false when the queue is closed.</summary>
    public bool Enqueue(BatchJob job)
    {
        lock (_gate)
        {
            if (_closed) return false;
            Insert(_all.Join(job.Assignment.Owner, weight: 1).Join(job.Assignment.SweepId, job.Assignment.Weight).Waiting, job);
            Monitor.PulseAll(_gate);
        }

        return true;
    }

    /// <summary>The next job that fits, waiting for one; null when the queue is closed.</summary>
    public BatchJob? Take(Func<BatchJob, bool> fits)
    {
        lock (_gate)
        {
            while (!_closed)
            {
                foreach (var (owner, sweep) in Hungry())
                {
                    var job = sweep.Waiting.First!.Value;
                    if (!fits(job)) continue;
                    sweep.Waiting.RemoveFirst();
                    owner.Out[job] = sweep.Out[job] = time.GetTimestamp();
                    _out[job] = (owner, sweep);
                    return job;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>
    /// Jobs that are to make room: they have had their lanes for a slice or more, and their owners, or their sweeps among those of one owner, would have had
    /// more time for their weights after the next one than one that waits, by half a slice, if that got the lane. One for each job that waits,
    /// as far as no lane is coming free already.
    /// </summary>
    /// <param name="slice">The time that a job has its lane for itself.</param>
    /// <param name="fits">Whether the lane of the first could take the second.</param>
    public IReadOnlyList<BatchJob> Overdue(TimeSpan slice, Func<BatchJob, BatchJob, bool> fits)
    {
        lock (_gate)
        {
            var next = _all.Parts.Values.SelectMany(owner => owner.Parts.Values.Append(owner)).ToDictionary(share => share, share => share.After(slice));
            var late = _out.Where(job => !job.Key.IsInterrupted && time.GetElapsedTime(job.Value.Sweep.Out[job.Key]) >= slice).Select(job => job.Key).ToList();
            var overdue = new List<BatchJob>();
            int leaving = _out.Keys.Count(job => job.IsInterrupted);
            foreach (var (owner, sweep) in Hungry())
                foreach (var waits in sweep.Waiting)
                {
                    if (leaving-- <= 0)
                    {
                        var fitting = late.Where(job => fits(job, waits)).ToList();
                        var yields = fitting.Where(job => _out[job].Owner != owner && Owes(_out[job].Owner, owner))
                            .MaxBy(job => (next[_out[job].Owner], next[_out[job].Sweep]))
                            ?? fitting.Where(job => _out[job].Owner == owner && _out[job].Sweep != sweep && Owes(_out[job].Sweep, sweep)).MaxBy(job => next[_out[job].Sweep]);
                        if (yields is null) break;
                        overdue.Add(yields);
                        late.Remove(yields);
                        Add(_out[yields], -1);
                    }

                    Add((owner, sweep), 1);
                }

            return overdue;

            bool Owes(FairShare has, FairShare waits) => next[has] >= next[waits] + (1.5 * waits.Turn(slice));

            void Add((FairShare Owner, FairShare Sweep) place, int lanes)
            {
                next[place.Owner] += lanes * place.Owner.Turn(slice);
                next[place.Sweep] += lanes * place.Sweep.Turn(slice);
            }
        }
    }

    /// <summary>Puts the owners where they stand in the whole cluster: who has had more than others elsewhere comes after them here.</summary>
    /// <param name="had">Seconds of slots that each has had.</param>
    public void Stand(IReadOnlyDictionary<string, double> had)
    {
        lock (_gate) _all.Stand(had);
    }

    /// <summary>Takes a waiting job out; false when a lane has it already.</summary>
    public bool Remove(BatchJob job)
    {
        lock (_gate)
            return _all.Parts.TryGetValue(job.Assignment.Owner, out var owner) && owner.Parts.TryGetValue(job.Assignment.SweepId, out var sweep) && sweep.Waiting.Remove(job);
    }

    /// <summary>Settles the account of a job that <see cref="Take"/> gave out, once.</summary>
    public void Done(BatchJob job)
    {
        lock (_gate)
        {
            if (!_out.Remove(job, out var place)) return;
            place.Owner.Settle(place.Sweep, job);
            _all.Settle(place.Owner, job);
            foreach (var owner in _all.Parts.Values) owner.Forget(Remembered);
            _all.Forget(Remembered);
        }
    }

    /// <summary>Lets no more in and gives back what waits.</summary>
    public IReadOnlyList<BatchJob> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var sweeps = _all.Parts.Values.SelectMany(owner => owner.Parts.Values).ToList();
            BatchJob[] waiting = [.. sweeps.SelectMany(sweep => sweep.Waiting)];
            foreach (var sweep in sweeps) sweep.Waiting.Clear();
            Monitor.PulseAll(_gate);
            return waiting;
        }
    }

    private static void Insert(LinkedList<BatchJob> waiting, BatchJob job)
    {
        var before = waiting.Last;
        while (before is not null && before.Value.Points.First > job.Points.First) before = before.Previous;
        if (before is null) waiting.AddFirst(job);
        else waiting.AddAfter(before, job);
    }

    /// <summary>The sweeps that wait, least served first.</summary>
    private List<(FairShare Owner, FairShare Sweep)> Hungry() => [.. _all.Hungry.SelectMany(owner => owner.Hungry.Select(sweep => (owner, sweep)))];
}
