namespace LayerDyn.Grains.Lanes;

/// <summary>
/// What waits for a silo's lanes. Sweeps share the lanes' time by weight, whatever the length of their batches: the next batch is of
/// the sweep that has had least time for its weight; within a sweep, that of the first points, so that what made room goes on before others
/// begin. Batches that train on and on make room: <see cref="Overdue"/>.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class FairQueue(TimeProvider time)
{
    // What a batch is charged at least, so that those of one sweep do not all go first.
    private const double Deposit = 0.1;

    // What made room is back within a message or two.
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly Dictionary<string, Tenant> _tenants = [];
    private readonly Dictionary<BatchJob, long> _out = []; // with the timestamps of their beginnings
    private double _level;
    private bool _closed;

    /// <summary>Jobs that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _tenants.Values.Sum(tenant => tenant.Waiting.Count);
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
            // A newcomer starts level with those that are here: it neither owes nor is owed for the past. One that comes back soon still owes.
            RaiseLevel();
            string sweep = job.Assignment.SweepId;
            if (!_tenants.TryGetValue(sweep, out var tenant)) _tenants[sweep] = tenant = new Tenant { Used = _level };
            else if (!IsHere(sweep, tenant)) tenant.Used = Math.Max(tenant.Used, _level);
            tenant.Weight = job.Assignment.Weight;
            Insert(tenant.Waiting, job);
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
                foreach (var (_, tenant) in ByAccount())
                {
                    var job = tenant.Waiting.First!.Value;
                    if (!fits(job)) continue;
                    tenant.Waiting.RemoveFirst();
                    _out[job] = time.GetTimestamp();
                    return job;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>
    /// Jobs that are to make room: they have had their lanes for a slice or more, and their sweeps would have had more time for their weights
    /// after the next one than one that waits, by half a slice, if that got the lane. One for each job that waits, as far as no lane is coming free already.
    /// </summary>
    /// <param name="slice">The time that a job has its lane for itself.</param>
    /// <param name="fits">Whether the lane of the first could take the second.</param>
    public IReadOnlyList<BatchJob> Overdue(TimeSpan slice, Func<BatchJob, BatchJob, bool> fits)
    {
        lock (_gate)
        {
            var overdue = new List<BatchJob>();
            var next = _tenants.ToDictionary(tenant => tenant.Key, tenant => Account(tenant.Key, tenant.Value) + (_out.Keys.Count(job => IsOf(job, tenant.Key) && !job.IsInterrupted) * Turn(tenant.Value)));
            int leaving = _out.Keys.Count(job => job.IsInterrupted);
            foreach (var (sweep, tenant) in ByAccount())
                foreach (var waits in tenant.Waiting)
                {
                    if (leaving-- > 0)
                    {
                        next[sweep] += Turn(tenant);
                        continue;
                    }

                    var late = _out.Where(job => !IsOf(job.Key, sweep) && !job.Key.IsInterrupted && !overdue.Contains(job.Key) && time.GetElapsedTime(job.Value) >= slice && fits(job.Key, waits))
                        .Select(job => job.Key).MaxBy(job => next[job.Assignment.SweepId]);
                    if (late is null || next[late.Assignment.SweepId] < next[sweep] + (1.5 * Turn(tenant))) break;
                    overdue.Add(late);
                    next[late.Assignment.SweepId] -= Turn(_tenants[late.Assignment.SweepId]);
                    next[sweep] += Turn(tenant);
                }

            return overdue;
        }

        double Turn(Tenant tenant) => slice.TotalSeconds / tenant.Weight;
    }

    /// <summary>Takes a waiting job out; false when a lane has it already.</summary>
    public bool Remove(BatchJob job)
    {
        lock (_gate) return _tenants.TryGetValue(job.Assignment.SweepId, out var tenant) && tenant.Waiting.Remove(job);
    }

    /// <summary>Settles the account of a job that <see cref="Take"/> gave out, once.</summary>
    public void Done(BatchJob job)
    {
        lock (_gate)
        {
            string sweep = job.Assignment.SweepId;
            if (!_out.TryGetValue(job, out long began) || !_tenants.TryGetValue(sweep, out var tenant)) return;
            RaiseLevel();
            tenant.Used += Charge(began) / tenant.Weight;
            tenant.Left = time.GetTimestamp();
            _out.Remove(job);
            foreach (var (gone, _) in _tenants.Where(other => !IsHere(other.Key, other.Value) && time.GetElapsedTime(other.Value.Left) > Remembered).ToList()) _tenants.Remove(gone);
        }
    }

    /// <summary>Lets no more in and gives back what waits.</summary>
    public IReadOnlyList<BatchJob> Close()
    {
        lock (_gate)
        {
            _closed = true;
            BatchJob[] waiting = [.. _tenants.Values.SelectMany(tenant => tenant.Waiting)];
            foreach (var tenant in _tenants.Values) tenant.Waiting.Clear();
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

    private static bool IsOf(BatchJob job, string sweep) => job.Assignment.SweepId == sweep;

    private double Charge(long began) => Math.Max(Deposit, time.GetElapsedTime(began).TotalSeconds);

    private bool IsHere(string sweep, Tenant tenant) => tenant.Waiting.Count > 0 || _out.Keys.Any(job => IsOf(job, sweep));

    private void RaiseLevel() =>
        _level = Math.Max(_level, _tenants.Where(tenant => IsHere(tenant.Key, tenant.Value)).Select(tenant => Account(tenant.Key, tenant.Value)).DefaultIfEmpty().Min());

    /// <summary>The time that a sweep has had for its weight, that of what trains included.</summary>
    private double Account(string sweep, Tenant tenant) => tenant.Used + (_out.Where(job => IsOf(job.Key, sweep)).Sum(job => Charge(job.Value)) / tenant.Weight);

    /// <summary>The sweeps that wait, least served first.</summary>
    private IEnumerable<KeyValuePair<string, Tenant>> ByAccount() =>
        _tenants.Where(tenant => tenant.Value.Waiting.Count > 0).OrderBy(tenant => Account(tenant.Key, tenant.Value)).ToList();

    private sealed class Tenant
    {
        public LinkedList<BatchJob> Waiting { get; } = [];

        public int Weight { get; set; }

        /// <summary>Seconds of lanes for its weight, of jobs that are done.</summary>
        public double Used { get; set; }

        /// <summary>When its last job was done.</summary>
        public long Left { get; set; }
    }
}
