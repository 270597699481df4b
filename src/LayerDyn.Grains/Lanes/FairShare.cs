namespace LayerDyn.Grains.Lanes;

/// <summary>A part of the lanes' time: of an owner, or of a sweep of one. What it has had counts against it for its weight.</summary>
/// <param name="time">The clock.</param>
internal sealed class FairShare(TimeProvider time)
{
    // What a batch is charged at least, so that those of one sweep do not all go first.
    private const double Deposit = 0.1;

    // Who has nothing to train for so long, as while its shard is away, is owed what it missed meanwhile.
    private static readonly TimeSpan MostOwed = TimeSpan.FromSeconds(30);

    // A shard hears of what is done, and has the next batch here, within so long.
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    private double _used, _level;
    private long _left;
    private BatchJob? _last;

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

    private double NextSeconds(TimeSpan slice) =>
        Waiting.First is { } next ? Math.Min(next.Value.Assignment.Seconds, slice.TotalSeconds) : Hungry(slice).Select(part => part.NextSeconds(slice)).FirstOrDefault();

    private TimeSpan LeftFor => time.GetElapsedTime(_left);

    private bool IsHere => Out.Count > 0 || Waits;

    /// <summary>
    /// The parts that wait, least served first, as each would be in the middle of the time that its next batch takes of a slice: by what they have had
    /// alone, those of long batches would always be ahead of the others, and keep that whenever a silo is lost.
    /// </summary>
    /// <param name="slice">A slice.</param>
    public IEnumerable<FairShare> Hungry(TimeSpan slice) => Parts.Values.Where(part => part.Waits).OrderBy(part => part.Account + (part.NextSeconds(slice) / 2 / part.Weight)).ToList();

    /// <summary>Account after another slice with the lanes that it has and keeps.</summary>
    public double After(TimeSpan slice) => Account + (Out.Keys.Count(job => !job.IsInterrupted) * Turn(slice));

    /// <summary>What a slice of one lane adds to its account.</summary>
    public double Turn(TimeSpan slice) => slice.TotalSeconds / Weight;

    /// <summary>
    /// The part of a name. One that comes starts level with those that are here: it neither owes nor is owed for the past. One that comes back soon
    /// still owes, and is owed at most half a minute.
    /// </summary>
    public FairShare Join(string name, int weight)
    {
        RaiseLevel();
        if (!Parts.TryGetValue(name, out var part)) Parts[name] = part = new FairShare(time) { _used = _level };
        else if (!part.IsHere) part._used = Math.Max(part._used, part.LeftFor > MostOwed ? _level : _level - MostOwed.TotalSeconds);
        part.Weight = weight;
        return part;
    }

    /// <summary>A job of a part is done.</summary>
    public void Settle(FairShare part, BatchJob job)
    {
        RaiseLevel();
        if (!part.Out.Remove(job, out long began)) return;
        part._used += Charge(began) / part.Weight;
        (part._left, part._last) = (time.GetTimestamp(), job);
    }

    /// <summary>
    /// How long a lane that could go to a part is kept for another that has had less: its last batch has just ended, and the next may be on its way. A
    /// lane that is given away meanwhile is gone for a slice.
    /// </summary>
    /// <param name="next">The part that waits.</param>
    /// <param name="fits">Whether the lane could train such a batch as the other's last.</param>
    /// <returns>Null where there is none.</returns>
    public TimeSpan? Keeps(FairShare next, Func<BatchJob, bool> fits)
    {
        double account = next.Account;
        TimeSpan? longest = null;
        foreach (var part in Parts.Values)
            if (!part.IsHere && part._used < account && Answer - part.LeftFor is var left && left > (longest ?? TimeSpan.Zero) && part._last is { } last && fits(last)) longest = left;
        return longest;
    }

    /// <summary>Forgets parts that have left a while ago.</summary>
    public void Forget(TimeSpan after)
    {
        foreach (var (name, _) in Parts.Where(part => !part.Value.IsHere && part.Value.LeftFor > after).ToList()) Parts.Remove(name);
    }

    private double Charge(long began) => Math.Max(Deposit, time.GetElapsedTime(began).TotalSeconds);

    private void RaiseLevel() => _level = Math.Max(_level, Parts.Values.Where(part => part.IsHere).Select(part => part.Account).DefaultIfEmpty().Min());
}
