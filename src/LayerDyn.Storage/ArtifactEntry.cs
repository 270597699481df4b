namespace LayerDyn.Storage;

/// <summary>One artifact in a listing.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Written">When it was written; null when the store does not say.</param>
public sealed record ArtifactEntry(ArtifactPath Path, long Size, DateTimeOffset? Written = null);
