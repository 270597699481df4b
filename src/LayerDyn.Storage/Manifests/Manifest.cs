using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// What is committed of a shard of a sweep (or, added up, of all of it): the source of truth, from which grains rebuild themselves.
/// A shard's is replaced by compare-and-swap only (<see cref="ShardManifestStore"/>). A segment is committed when it is listed here; files that are not listed do not count.
/// </summary>
public sealed record Manifest
{
    private (IReadOnlyList<SegmentEntry> Segments, PointSet Points)? _known;
    private (IReadOnlyList<SegmentEntry> Segments, long Finished, long Diverged)? _counted;

    /// <summary>The sweep.</summary>
    public required SweepId SweepId { get; init; }

    /// <summary>The fencing token: raised by each new owner, so that an earlier owner's commits are refused.</summary>
    public long Term { get; init; }

    /// <summary>Index of the first point.</summary>
    public long First { get; init; }

    /// <summary>Number of points from there.</summary>
    public required long PointCount { get; init; }

    /// <summary>Index after the last point.</summary>
    public long End => First + PointCount;

    /// <summary>
    /// Those of the points that are run, where the sweep is refined; null for all. They stand in the head of the sweep, and are no part of what a shard
    /// writes.
    /// </summary>
    public PointRanges? Chosen { get; init; }

    /// <summary>The committed segments, in order of commit. No point is in two.</summary>
    public IReadOnlyList<SegmentEntry> Segments { get; init; } = [];

    /// <summary>The points that failed. A point with a result is not among them.</summary>
    public IReadOnlyList<FailureEntry> Failures { get; init; } = [];

    /// <summary>Points that were leased again because the silo that had them was lost: wasted work.</summary>
    public long Lost { get; init; }

    /// <summary>What was leased, or held against pending points, when this was written; empty for a whole sweep.</summary>
    public IReadOnlyList<LeaseEntry> Leases { get; init; } = [];

    /// <summary>The newest attempts that ended without a result; they count for nothing.</summary>
    public IReadOnlyList<AttemptEntry> Attempts { get; init; } = [];

    /// <summary>How many of the points stand where.</summary>
    public Ledger Ledger
    {
        get
        {
            if (_counted is not { } known || !ReferenceEquals(known.Segments, Segments))
                _counted = known = (Segments, Segments.Sum(segment => segment.Finished), Segments.Sum(segment => segment.Diverged));
            return new(Chosen?.Count ?? PointCount, known.Finished, known.Diverged, Failures.Count);
        }
    }

    /// <summary>The manifest of points from <paramref name="first"/> to before <paramref name="end"/> of which nothing is committed.</summary>
    public static Manifest Empty(SweepId sweep, long first, long end) => new() { SweepId = sweep, First = first, PointCount = end - first };

    /// <summary>The points that have a result.</summary>
    /// <exception cref="FormatException">The segments do not add up.</exception>
    public PointSet Committed() => CommittedNow().Clone();

    /// <summary>The points that have a result or failed.</summary>
    public PointRanges Done() => PointRanges.Of(Segments.SelectMany(segment => segment.Points.Points).Union(Failures.Select(failure => failure.Index)).Order());

    /// <summary>The segment that holds a point; null when the point has no result.</summary>
    public SegmentEntry? SegmentOf(long index) => Segments.FirstOrDefault(segment => segment.Points.Contains(index));

    /// <summary>Where a point was computed, and in which attempt; null when it has no result.</summary>
    public SegmentOrigin? OriginOf(long index) => SegmentOf(index)?.OriginOf(index);

    /// <summary>Why and after what a point failed; null when it did not.</summary>
    public FailureEntry? FailureOf(long index) => Failures.FirstOrDefault(failure => failure.Index == index);

    /// <summary>With one more segment; its points are no longer failures.</summary>
    /// <exception cref="ArgumentException">A point of it has a result already, or its counts do not add up.</exception>
    public Manifest With(SegmentEntry segment) => With([segment]);

    /// <summary>With more segments; their points are no longer failures.</summary>
    /// <exception cref="ArgumentException">A point has a result already, or a segment's counts do not add up.</exception>
    public Manifest With(IReadOnlyList<SegmentEntry> segments)
    {
        var committed = Committed();
        if (ManifestChecker.Add(segments, committed, First) is { } wrong) throw new ArgumentException(wrong, nameof(segments));
        IReadOnlyList<SegmentEntry> all = [.. Segments, .. segments];
        return this with
        {
            Segments = all,
            Failures = [.. Failures.Where(failure => !committed.Contains(failure.Index))],
            _known = (all, committed),
        };
    }

    /// <summary>With other segments in the place of its own, as after merging some or dropping damaged ones.</summary>
    /// <exception cref="FormatException">They do not add up, or hold a point that failed.</exception>
    public Manifest WithSegments(IReadOnlyList<SegmentEntry> segments)
    {
        var next = this with { Segments = segments };
        return ManifestChecker.CheckFailures(next, next.CommittedNow()) is { } wrong ? throw new FormatException($"the segments do not add up: {wrong}") : next;
    }

    // The bitmap of a million points is not rebuilt for each commit; it is valid for one list of segments only.
    private PointSet CommittedNow()
    {
        if (_known is { } known && ReferenceEquals(known.Segments, Segments)) return known.Points;
        var committed = new PointSet(End);
        if (ManifestChecker.Add(Segments, committed, First) is { } wrong) throw new FormatException($"it does not add up: {wrong}");
        _known = (Segments, committed);
        return committed;
    }
}
