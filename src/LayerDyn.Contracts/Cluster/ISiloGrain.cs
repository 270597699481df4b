using LayerDyn.Contracts.Curves;
using Orleans.Concurrency;

namespace LayerDyn.Contracts.Cluster;

/// <summary>One silo's own view of itself, keyed by its address; always placed on that silo.</summary>
[Alias("layerdyn.silo")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>The slots of this silo and what runs in them.</summary>
    [Alias("slots")]
    Task<IReadOnlyList<SlotReport>> GetSlotsAsync();

    /// <summary>The newest entries of this silo's log about a point, at most <paramref name="most"/>, the newest last.</summary>
    [Alias("log")]
    Task<IReadOnlyList<LogEntry>> GetLogAsync(string sweep, long point, int most);

    /// <summary>Folds segments of a sweep into curve states of their own: what this silo wrote, it still has in memory.</summary>
    [Alias("fold-segments"), ResponseTimeout("00:05:00"), AlwaysInterleave]
    Task<FoldedSegments> FoldAsync(string sweep, IReadOnlyList<SegmentRef> segments);
}
