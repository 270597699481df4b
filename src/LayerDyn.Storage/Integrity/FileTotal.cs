namespace LayerDyn.Storage.Integrity;

/// <summary>How many files, and their bytes.</summary>
/// <param name="Files">How many.</param>
/// <param name="Bytes">Their bytes.</param>
public readonly record struct FileTotal(long Files, long Bytes)
{
    /// <summary>With one more.</summary>
    public FileTotal With(ArtifactEntry entry) => new(Files + 1, Bytes + entry.Size);

    /// <summary>Both together.</summary>
    public static FileTotal operator +(FileTotal one, FileTotal other) => new(one.Files + other.Files, one.Bytes + other.Bytes);
}
