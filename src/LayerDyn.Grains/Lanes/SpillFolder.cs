namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Where a process keeps what waits for the store beyond its memory: a folder of its own, held by a lock as long as the process lives.
/// What silos left behind on this machine that were killed is cleared away when the next one starts: their points are computed again.
/// </summary>
internal sealed class SpillFolder : IDisposable
{
    private const string LockName = "lock";

    // Of this machine alone: the folder may be shared with others, and not every network file system knows locks.
    private static readonly string Prefix = $"layerdyn-uploads-{Environment.MachineName}-";

    private readonly string _path;
    private readonly FileStream _lock;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where, beside those of other processes.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public SpillFolder(string parent)
    {
        _path = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_path);
        _lock = Hold(_path, FileMode.CreateNew);
    }

    /// <summary>Clears away what killed processes left behind.</summary>
    public static void ClearLeft(string parent)
    {
        if (!Directory.Exists(parent)) return;
        try
        {
            foreach (string folder in Directory.GetDirectories(parent, Prefix + new string('?', Guid.Empty.ToString("N").Length))) Clear(folder);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            // It may not be read: no reason for a silo not to start.
        }
    }

    /// <summary>The path of a file that is not there yet.</summary>
    public string Next() => Path.Combine(Directory.CreateDirectory(_path).FullName, $"{Guid.NewGuid():N}.upload"); // a cleaner of temporary files may have been there

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        Clear(_path);
    }

    // A folder without a lock is one that is just being made, or was left so: the few bytes of its name may stay.
    private static void Clear(string folder)
    {
        try
        {
            using (Hold(folder, FileMode.Open)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or it is another user's.
        }
    }

    private static FileStream Hold(string folder, FileMode mode) => new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);
}
