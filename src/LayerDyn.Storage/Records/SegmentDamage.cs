using LayerDyn.Storage.Manifests;

namespace LayerDyn.Storage.Records;

/// <summary>A listed segment whose files are missing, or are not what its manifest says.</summary>
/// <param name="Segment">Its entry in the manifest.</param>
/// <param name="Damage">What is wrong.</param>
public sealed record SegmentDamage(SegmentEntry Segment, string Damage)
{
    /// <summary>Files with what is kept of its points that are there, but not as they were written.</summary>
    public IReadOnlyList<ArtifactPath> Changed { get; init; } = [];

    /// <summary>How many points it holds.</summary>
    public long Points => Segment.Finished + Segment.Diverged;
}
