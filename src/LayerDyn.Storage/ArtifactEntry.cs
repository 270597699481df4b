namespace LayerDyn.Storage;

/// <summary>One artifact in a listing.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Written">When it was written; null when the store does not say.</param>
public sealed record ArtifactEntry(ArtifactPath Path, long Size, DateTimeOffset? Written = null)
{
    /// <summary>Whether it is below a folder, given as a prefix that ends with <c>/</c>.</summary>
    public bool IsIn(string folder) => Path.Value.StartsWith(folder, StringComparison.Ordinal);
}
