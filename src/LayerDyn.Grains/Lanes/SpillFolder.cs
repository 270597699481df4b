namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Where a process keeps what waits for the store beyond its memory: a folder of its own, held by a lock as long as the process lives.
/// What silos left behind that were killed is cleared away when the next one begins: their points are computed again.
/// </summary>
internal sealed class SpillFolder : IDisposable
{
    private const string Prefix = "layerdyn-uploads-", LockName = "lock";

    private readonly string _path;
    private readonly FileStream _lock;

    /// <summary>Makes the folder.</summary>
    /// <param name="parent">Where, beside those of other processes.</param>
    /// <exception cref="IOException">There is no room for it.</exception>
    /// <exception cref="UnauthorizedAccessException">Nothing may be written there.</exception>
    public SpillFolder(string parent)
    {
        Directory.CreateDirectory(parent);
        foreach (string left in Directory.EnumerateDirectories(parent, Prefix + "*")) Clear(left);
        _path = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(_path);
        _lock = Hold(_path, FileMode.CreateNew);
    }

    /// <summary>The path of a file that is not there yet.</summary>
    public string Next() => Path.Combine(_path, $"{Guid.NewGuid():N}.upload");

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
            Hold(folder, FileMode.Open).Dispose();
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Its process lives, or it is another user's.
        }
    }

    private static FileStream Hold(string folder, FileMode mode) => new(Path.Combine(folder, LockName), mode, FileAccess.ReadWrite, FileShare.None);
}
