namespace LayerDyn.Storage.Local;

/// <summary>Reads a folder as a listing of artifacts, leaving out what is the store's own.</summary>
internal static class LocalListing
{
    /// <summary>The suffix of files that are being written.</summary>
    internal const string TemporarySuffix = ".tmp";

    /// <summary>The folder of lock files.</summary>
    internal const string OwnFolder = ".layerdyn";

    /// <summary>
    /// Every artifact whose path starts with <paramref name="prefix"/>, in ordinal order. Temporary files that no process holds were left
    /// by one that died, and are deleted.
    /// </summary>
    internal static List<ArtifactEntry> Read(string root, string prefix)
    {
        var entries = new List<ArtifactEntry>();
        string start = prefix[..(prefix.LastIndexOf('/') + 1)];
        if (start.Length > 0 && !ArtifactPath.IsValid(start[..^1])) return entries; // no artifact can have such a path
        var folder = new DirectoryInfo(Path.Combine(root, start));
        if (folder.Exists) Walk(folder, start, prefix, entries);
        entries.Sort((a, b) => a.Path.CompareTo(b.Path));
        return entries;
    }

    // Another process may delete between the enumeration and this look.
    private static long? TryLength(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void Walk(DirectoryInfo folder, string path, string prefix, List<ArtifactEntry> entries)
    {
        foreach (var found in folder.EnumerateFileSystemInfos())
        {
            string name = path + found.Name;
            if (found.Name.StartsWith('.'))
            {
                if (found is FileInfo && found.Name.EndsWith(TemporarySuffix, StringComparison.Ordinal)) AtomicFile.DeleteLeft(found.FullName);
            }
            else if (found is DirectoryInfo inner)
            {
                // Below a prefix, or on the way to it.
                if (name.StartsWith(prefix, StringComparison.Ordinal) || (name + "/").StartsWith(prefix, StringComparison.Ordinal))
                    Walk(inner, name + "/", prefix, entries);
            }
            else if (name.StartsWith(prefix, StringComparison.Ordinal) && ArtifactPath.IsValid(name))
            {
                if (TryLength((FileInfo)found) is { } length) entries.Add(new ArtifactEntry(name, length, ((FileInfo)found).LastWriteTimeUtc));
            }
        }
    }
}
