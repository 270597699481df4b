using System.Runtime.CompilerServices;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>Reads the points of segments in order of their indices. No more is in memory than the segments that lie across each other.</summary>
internal static class OrderedPoints
{
    /// <summary>The points, each with the segment that it was read from.</summary>
    /// <param name="segments">The segments, in any order.</param>
    /// <param name="load">Gives the results of a segment; fewer, or none, where they cannot be read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<(PointResult Result, SegmentEntry Segment)> ReadAsync(
        IEnumerable<SegmentEntry> segments, Func<SegmentEntry, Task<IReadOnlyList<PointResult>>> load, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new PriorityQueue<(PointResult Result, SegmentEntry Segment), long>();
        foreach (var segment in segments.OrderBy(segment => segment.First))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var point in Before(segment.First)) yield return point;
            foreach (var result in await load(segment)) open.Enqueue((result, segment), result.Index);
        }

        foreach (var point in Before(long.MaxValue)) yield return point;

        IEnumerable<(PointResult Result, SegmentEntry Segment)> Before(long index)
        {
            while (open.TryPeek(out var point, out long next) && next < index)
            {
                open.Dequeue();
                yield return point;
            }
        }
    }
}
