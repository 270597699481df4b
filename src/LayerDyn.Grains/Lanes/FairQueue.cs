namespace LayerDyn.Grains.Lanes;

/// <summary>
/// What waits for a silo's lanes. Sweeps share the lanes' time by weight, whatever the length of their batches: the next batch is of
/// the sweep that has had least time for its weight; within a sweep, first come first served.
/// </summary>
internal sealed class FairQueue
{
    // What a batch is charged while it runs, until its time is known.
    private const double Deposit = 0.1;

    private readonly object _gate = new();
    private readonly Dictionary<string, Tenant> _tenants = [];
    private readonly HashSet<BatchJob> _out = [];
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
            string sweep = job.Assignment.SweepId;
            if (!_tenants.TryGetValue(sweep, out var tenant))
            {
                // A newcomer starts level with those that are here: it neither owes nor is owed for the past.
                double level = _tenants.Values.Select(other => other.Used).DefaultIfEmpty().Min();
                _tenants[sweep] = tenant = new Tenant { Used = level };
            }

            tenant.Weight = job.Assignment.Weight;
            tenant.Waiting.AddLast(job);
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
                foreach (var tenant in _tenants.Values.Where(tenant => tenant.Waiting.Count > 0).OrderBy(tenant => tenant.Used))
                {
                    var job = tenant.Waiting.First!.Value;
                    if (!fits(job)) continue;
                    tenant.Waiting.RemoveFirst();
                    _out.Add(job);
                    tenant.Used += Deposit / tenant.Weight;
                    return job;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>Takes a waiting job out; false when a lane has it already.</summary>
    public bool Remove(BatchJob job)
    {
        lock (_gate) return _tenants.TryGetValue(job.Assignment.SweepId, out var tenant) && tenant.Waiting.Remove(job);
    }

    /// <summary>Settles the account of a job that <see cref="Take"/> gave out, once.</summary>
    public void Done(BatchJob job, TimeSpan took)
    {
        lock (_gate)
        {
            string sweep = job.Assignment.SweepId;
            if (!_out.Remove(job) || !_tenants.TryGetValue(sweep, out var tenant)) return;
            tenant.Used += (took.TotalSeconds - Deposit) / tenant.Weight;
            if (tenant.Waiting.Count == 0 && !_out.Any(other => other.Assignment.SweepId == sweep)) _tenants.Remove(sweep);
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

    private sealed class Tenant
    {
        public LinkedList<BatchJob> Waiting { get; } = [];

        public int Weight { get; set; }

        public double Used { get; set; }
    }
}
