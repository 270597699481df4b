using LayerDyn.Science.Training;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Silo.Services;

/// <summary>What the store says of a sweep: the one place of the API that knows how manifests are kept.</summary>
/// <param name="Expected">Number of points.</param>
/// <param name="Finished">Points committed with all steps done.</param>
/// <param name="Diverged">Points committed as diverged.</param>
/// <param name="Failures">Points that failed.</param>
/// <param name="Lost">Points that were leased again because their silo was lost.</param>
/// <param name="Segments">The committed segments.</param>
/// <param name="Attempts">The newest attempts that ended without a result.</param>
/// <param name="Head">What was fixed and decided.</param>
internal sealed record CommittedState(
    long Expected, long Finished, long Diverged, IReadOnlyList<FailureEntry> Failures, long Lost, IReadOnlyList<SegmentEntry> Segments,
    IReadOnlyList<AttemptEntry> Attempts, SweepHead Head)
{
    /// <summary>Points still pending.</summary>
    public long Remaining => Expected - Finished - Diverged - Failures.Count;

    /// <summary>Reads it; null when the store has no such sweep.</summary>
    public static async Task<CommittedState?> TryReadAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellation)
    {
        return await new ManifestStore(store, sweep).TryReadAsync(cancellation) is { } stored ? Of(stored) : null;
    }

    /// <summary>What the manifests of a sweep say.</summary>
    public static CommittedState Of(StoredSweep stored)
    {
        var manifest = stored.Manifest;
        return new(manifest.PointCount, manifest.Finished, manifest.Diverged, manifest.Failures, manifest.Lost, manifest.Segments, manifest.Attempts, stored.Head);
    }

    /// <summary>Why and after what a point failed; null when it did not.</summary>
    public FailureEntry? FailureOf(long index) => Failures.FirstOrDefault(failure => failure.Index == index);

    /// <summary>What was measured last of a point that failed; null when nothing was, or it did not fail.</summary>
    public MeasurementTable? LastRecordsOf(long index) => FailureOf(index)?.Records is { } records ? RecordsCsv.Read(records) : null;

    /// <summary>Where a point was computed, and in which attempt; null when it has no result.</summary>
    public SegmentOrigin? OriginOf(long index) => SegmentOf(index)?.OriginOf(index);

    /// <summary>The segment that holds a point; null when the point has no result.</summary>
    public SegmentEntry? SegmentOf(long index) => Segments.FirstOrDefault(segment => PointRanges.Parse(segment.Points).Contains(index));
}
