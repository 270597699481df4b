using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Scheduling;

/// <summary>
/// The pending points of a shard, cut into batches: those that came back first, each group with its history, then a cursor over the
/// range. Three bits a point, and a list of what came back.
/// </summary>
/// <param name="shard">The shard's points, one range.</param>
/// <param name="batchSize">Points a batch.</param>
/// <param name="terminal">Points with a result, or failed.</param>
internal sealed class PendingPoints(PointRanges shard, int batchSize, PointSet terminal)
{
    private readonly PointSet _leased = new(terminal.Capacity);
    private readonly PointSet _aside = new(terminal.Capacity);
    private readonly List<(PointRanges Points, LossHistory History)> _returned = [];
    private readonly long _end = shard.Count == 0 ? 0 : shard.Ranges[^1].Last + 1;
    private long _cursor = shard.Count == 0 ? 0 : shard.First / batchSize;

    /// <summary>Points with a result, or failed.</summary>
    public PointSet Terminal => terminal;

    /// <summary>Number of leased points that are not terminal.</summary>
    public long Leased { get; private set; }

    /// <summary>Batches that are pending: what came back as it came, and the others by the batch size.</summary>
    public long Batches => _returned.Count + ((shard.Count - terminal.Count - Leased - _aside.Count + batchSize - 1) / batchSize);

    /// <summary>What came back, with its history.</summary>
    public IEnumerable<(PointRanges Points, LossHistory History)> Returned =>
        _returned.Select(work => (Points: work.Points.Where(IsPending), work.History)).Where(work => work.Points.Count > 0);

    /// <summary>Whether a point is pending.</summary>
    public bool IsPending(long point) => !terminal.Contains(point) && !_leased.Contains(point);

    /// <summary>The next batch that may be leased; null when there is none. It is pending until it is taken.</summary>
    /// <param name="fits">Whether points with a history may be leased now.</param>
    public (PointRanges Points, LossHistory History)? Next(Func<LossHistory, bool> fits)
    {
        for (int i = 0; i < _returned.Count; i++)
        {
            var (points, history) = _returned[i];
            var open = points.Where(IsPending);
            if (open.Count == 0) _returned.RemoveAt(i--);
            else if (fits(history)) return (open, history);
        }

        if (!fits(LossHistory.None)) return null;
        for (; _cursor * batchSize < _end; _cursor++)
        {
            long first = Math.Max(shard.First, _cursor * batchSize), end = Math.Min(_end, (_cursor + 1) * batchSize);
            var open = PointRanges.Of(first, end).Where(point => IsPending(point) && !_aside.Contains(point));
            if (open.Count > 0) return (open, LossHistory.None);
        }

        return null;
    }

    /// <summary>The points are leased.</summary>
    public void Take(PointRanges points)
    {
        foreach (long point in points.Points)
        {
            if (_leased.Add(point) && !terminal.Contains(point)) Leased++;
            _aside.Remove(point);
        }

        _returned.RemoveAll(work => !work.Points.Points.Any(_aside.Contains));
    }

    /// <summary>The points are leased no more.</summary>
    public void Free(PointRanges points)
    {
        foreach (long point in points.Points)
            if (_leased.Remove(point) && !terminal.Contains(point)) Leased--;
    }

    /// <summary>The points are pending, with a history, and come before others.</summary>
    public void Return(PointRanges points, LossHistory history)
    {
        if (points.Count == 0) return;
        foreach (long point in points.Points) _aside.Add(point);
        foreach (long[] batch in points.Points.Chunk(batchSize)) _returned.Add((PointRanges.Of(batch), history));
    }

    /// <summary>A point is terminal; false when it was.</summary>
    public bool End(long point)
    {
        if (!terminal.Add(point)) return false;
        if (_leased.Contains(point)) Leased--;
        _aside.Remove(point);
        return true;
    }

    /// <summary>A failed point is pending again.</summary>
    public void Reopen(long point)
    {
        terminal.Remove(point);
        if (_leased.Contains(point)) Leased++;
    }

    /// <summary>What came back of some points, to be leased together; none where they never were.</summary>
    public LossHistory HistoryOf(PointRanges points) =>
        _returned.Find(work => work.Points.Contains(points.First)).History ?? LossHistory.None;
}
