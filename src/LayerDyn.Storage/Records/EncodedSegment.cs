using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Records;

/// <summary>A segment as bytes, on its way to the store.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Name">The segment's name.</param>
/// <param name="Records">Its records, a Parquet file.</param>
/// <param name="Results">Its results, a Parquet file.</param>
public sealed record EncodedSegment(SweepId SweepId, string Name, byte[] Records, byte[] Results)
{
    /// <summary>How many files of what is kept its results list.</summary>
    public long Kept { get; init; }

    /// <summary>Size in bytes.</summary>
    public long Bytes => Records.Length + (long)Results.Length;

    /// <summary>Its entry in a manifest.</summary>
    /// <param name="points">Its points.</param>
    /// <param name="finished">How many of them did all steps.</param>
    /// <param name="diverged">How many of them diverged.</param>
    public SegmentEntry Entry(PointRanges points, long finished, long diverged) => new(Name, points, finished, diverged)
    {
        Records = SegmentFile.Of(Records),
        Results = SegmentFile.Of(Results),
        Kept = Kept,
    };
}
