namespace LayerDyn.Science.Files;

/// <summary>
/// Which data files this process reads for an experiment. A user's own process reads whatever its user may; a silo, which takes specs
/// from others, reads only below its data folders. Every file that a spec names is opened through <see cref="Current"/>, when a
/// spec is validated and again when a point is trained, so nothing that was stored earlier goes round it.
/// </summary>
public sealed class DataFiles
{
    /// <summary>The rule that a refused path breaks. The same for a file that exists and one that does not.</summary>
    public const string Rule = "must lie in one of this silo's data folders";

    /// <summary>How to mend it.</summary>
    public const string Remedy =
        "copy the file there (by default the folder 'data' where the silo was started), or ask its operator to add the folder to Silo:DataFolders";

    private const int MostLinks = 40; // as Linux: more is a loop

    private static DataFiles _current = new(null);

    private readonly string[]? _folders;

    private DataFiles(string[]? folders) => _folders = folders;

    /// <summary>What this process uses; unrestricted until <see cref="Use"/>.</summary>
    public static DataFiles Current => Volatile.Read(ref _current);

    /// <summary>Only files below the folders given; relative ones start at the current directory. A folder need not exist yet.</summary>
    /// <exception cref="ArgumentException">A folder is empty or no path.</exception>
    public static DataFiles In(IEnumerable<string> folders) => new([.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))]);

    /// <summary>Sets what this process uses: once, before it takes work.</summary>
    public static void Use(DataFiles files) => Volatile.Write(ref _current, files);

    /// <summary>Whether a file or folder may be used, whether it exists or not.</summary>
    public bool Allows(string path) => _folders is null || RealPathWithin(path) is not null;

    /// <summary>The path to open for a path of a spec: without links where files are restricted, so that what was checked is what is opened.</summary>
    /// <exception cref="UnauthorizedAccessException">It lies outside the data folders.</exception>
    /// <exception cref="FileNotFoundException">It is no path.</exception>
    public string Resolve(string path)
    {
        if (_folders is not null) return RealPathWithin(path) ?? throw new UnauthorizedAccessException($"it {Rule}; {Remedy}");
        return IsPath(path) ? path : throw new FileNotFoundException("there is no such file", path);
    }

    /// <summary>A file of a spec before it is opened. What is no regular file (a pipe, a device) has no length, and might never end, or never begin.</summary>
    /// <param name="path">As the spec names it.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">It is empty, or no regular file.</exception>
    public FileInfo Regular(string path)
    {
        var file = Target(Resolve(path)); // before any cache, which another spec may have filled
        if (!file.Exists) throw new FileNotFoundException("there is no such file", path);
        return file.Length > 0 ? file : throw new FormatException("it is empty, or no regular file");
    }

    /// <summary>The file that a path leads to: its length and time, not those of a link.</summary>
    internal static FileInfo Target(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is not null && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file;
    }

    private static bool IsPath(string path) => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal);

    private string? RealPathWithin(string path)
    {
        if (!IsPath(path)) return null;
        string full = Path.GetFullPath(path);
        // Most refusals end here, before the disk is asked: they take no longer for a file that exists.
        if (!Array.Exists(_folders!, folder => IsWithin(full, folder))) return null;
        string? real = RealPath(full);
        return real is not null && Array.Exists(_folders!, folder => RealPath(folder) is { } root && IsWithin(real, root)) ? real : null;
    }

    private static bool IsWithin(string path, string folder)
    {
        var comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (!path.StartsWith(folder, comparison)) return false;
        return path.Length == folder.Length || Path.EndsInDirectorySeparator(folder) || path[folder.Length] == Path.DirectorySeparatorChar;
    }

    // The path with every link on the way followed, also where its end does not exist; null for a loop.
    private static string? RealPath(string full)
    {
        string real = Path.GetPathRoot(full)!;
        var pending = new Stack<string>();
        Push(full[real.Length..]);
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            string next = Path.Combine(real, part);
            if (LinkTarget(next) is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) return null;
            string root = Path.IsPathRooted(target) ? Path.GetPathRoot(target)! : "";
            if (root.Length > 0) real = Path.GetFullPath(root);
            Push(target[root.Length..]);
        }

        return real;

        void Push(string path)
        {
            string[] parts = path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);
            for (int i = parts.Length - 1; i >= 0; i--) pending.Push(parts[i]);
        }
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null; // what cannot be looked at cannot be opened either
        }
    }
}
