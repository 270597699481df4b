namespace LayerDyn.Grains.Lanes;

/// <summary>A part of the lanes' time: of an owner, or of a sweep of one. What it has had counts against it for its weight.</summary>
/// <param name="time">The clock.</param>
internal sealed class FairShare(TimeProvider time)
{
    // What a batch is charged at least, so that those of one sweep do not all go first.
    private const double Deposit = 0.1;

    // No more than so much of what an owner has had elsewhere counts against it here: who was alone for hours still gets slots.
    private static readonly TimeSpan MostAhead = TimeSpan.FromMinutes(1);

    private double _used, _level;
    private long _left;

    /// <summary>Of an owner: its sweeps. Of all: the owners.</summary>
    public Dictionary<string, FairShare> Parts { get; } = [];

    /// <summary>Of a sweep: what waits, in the order of its points.</summary>
    public LinkedList<BatchJob> Waiting { get; } = [];

    /// <summary>What has lanes, with the timestamps of their beginnings.</summary>
    public Dictionary<BatchJob, long> Out { get; } = [];

    /// <summary>Its weight among its siblings.</summary>
    public int Weight { get; private set; } = 1;

    /// <summary>Seconds of lanes that it has had for its weight, those of what trains included.</summary>
    public double Account => _used + (Out.Values.Sum(Charge) / Weight);

    /// <summary>Whether it waits for lanes.</summary>
    public bool Waits => Waiting.Count > 0 || Parts.Values.Any(part => part.Waits);

    private bool IsHere => Out.Count > 0 || Waits;

    /// <summary>The parts that wait, least served first.</summary>
    public IEnumerable<FairShare> Hungry => Parts.Values.Where(part => part.Waits).OrderBy(part => part.Account).ToList();

    /// <summary>Account after another slice with the lanes that it has and keeps.</summary>
    public double After(TimeSpan slice) => Account + (Out.Keys.Count(job => !job.IsInterrupted) * Turn(slice));

    /// <summary>What a slice of one lane adds to its account.</summary>
    public double Turn(TimeSpan slice) => slice.TotalSeconds / Weight;

    /// <summary>
    /// The part of a name. One that comes starts level with those that are here: it neither owes nor is owed for the past. One that comes back soon
    /// still owes.
    /// </summary>
    public FairShare Join(string name, int weight)
    {
        RaiseLevel();
        if (!Parts.TryGetValue(name, out var part)) Parts[name] = part = new FairShare(time) { _used = _level };
        else if (!part.IsHere) part._used = Math.Max(part._used, _level);
        part.Weight = weight;
        return part;
    }

    /// <summary>Puts the parts where they stand in all: from the one that has had least, which the others are ahead of by at most a minute.</summary>
    /// <param name="had">Seconds that each has had, here and elsewhere. Who is not named starts level.</param>
    public void Stand(IReadOnlyDictionary<string, double> had)
    {
        double least = Parts.Keys.Where(had.ContainsKey).Select(name => had[name]).DefaultIfEmpty().Min();
        foreach (var (name, part) in Parts)
            part._used = Math.Min(had.GetValueOrDefault(name, least) - least, MostAhead.TotalSeconds) - (part.Out.Values.Sum(part.Charge) / part.Weight);
        _level = 0;
    }

    /// <summary>A job of a part is done.</summary>
    public void Settle(FairShare part, BatchJob job)
    {
        RaiseLevel();
        if (!part.Out.Remove(job, out long began)) return;
        part._used += Charge(began) / part.Weight;
        part._left = time.GetTimestamp();
    }

    /// <summary>Forgets parts that have left a while ago.</summary>
    public void Forget(TimeSpan after)
    {
        foreach (var (name, _) in Parts.Where(part => !part.Value.IsHere && time.GetElapsedTime(part.Value._left) > after).ToList()) Parts.Remove(name);
    }

    private double Charge(long began) => Math.Max(Deposit, time.GetElapsedTime(began).TotalSeconds);

    private void RaiseLevel() => _level = Math.Max(_level, Parts.Values.Where(part => part.IsHere).Select(part => part.Account).DefaultIfEmpty().Min());
}
