using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Curves;

/// <summary>Entries of manifests as messages, and back.</summary>
internal static class SegmentRefs
{
    public static SegmentRef Of(SegmentEntry entry) =>
        new(entry.Name, entry.Points, entry.Finished, entry.Diverged, entry.Staged, Digest(entry.Records), Digest(entry.Results));

    public static SegmentEntry Entry(SegmentRef segment) => new(segment.Name, segment.Points, segment.Finished, segment.Diverged)
    {
        Staged = segment.Staged,
        Records = File(segment.Records),
        Results = File(segment.Results),
    };

    public static FileDigest? Digest(SegmentFile? file) => file is null ? null : new FileDigest(file.Sha256, file.Bytes);

    public static SegmentFile? File(FileDigest? digest) => digest is null ? null : new SegmentFile(digest.Sha256, digest.Bytes);
}
