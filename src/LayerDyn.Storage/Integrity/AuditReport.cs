using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;

namespace LayerDyn.Storage.Integrity;

/// <summary>What is wrong with the files of a sweep.</summary>
/// <param name="Stored">What its manifests say.</param>
/// <param name="Damaged">Listed segments that are missing or damaged.</param>
/// <param name="Unlisted">Files in the folders of segments that no manifest lists: left by killed or superfluous runs, or on their way to be listed.</param>
/// <param name="Changed">Other files (the spec, curves, the summary) that are missing or were changed since they were written, and how.</param>
public sealed record AuditReport(
    StoredSweep Stored, IReadOnlyList<SegmentDamage> Damaged, IReadOnlyList<ArtifactPath> Unlisted, IReadOnlyList<string> Changed)
{
    /// <summary>Whether every file is as it must be.</summary>
    public bool IsSound => Damaged.Count == 0 && Unlisted.Count == 0 && Changed.Count == 0;
}
