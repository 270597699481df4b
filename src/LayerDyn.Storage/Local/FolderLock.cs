using System.Security.Cryptography;
using System.Text;

namespace LayerDyn.Storage.Local;

/// <summary>
/// A lock between processes: an open file without sharing, which the operating system gives back when its holder dies. The files
/// stay, 64 for a folder at most: deleting one that another process is about to lock would let two in.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    private const int Stripes = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), Pause = TimeSpan.FromMilliseconds(2);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Waits for the lock that <paramref name="path"/> falls under.</summary>
    internal static async Task<FolderLock> AcquireAsync(string folder, ArtifactPath path, CancellationToken cancellationToken)
    {
        string file = FileFor(folder, path.Value);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryOpen(file) is { } held) return held;
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw Stuck(path.Value, file);
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>Waits for the lock on the calling thread.</summary>
    internal static FolderLock Acquire(string folder, string name)
    {
        string file = FileFor(folder, name);
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (TryOpen(file) is { } held) return held;
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw Stuck(name, file);
            Thread.Sleep(Pause);
        }
    }

    /// <summary>Takes a lock of its own name, to be held for long; null while another process has it.</summary>
    internal static FolderLock? TryHold(string folder, string name) => TryOpen(Path.Combine(folder, LocalListing.OwnFolder, name));

    /// <summary>Whether a process holds a lock of its own name. It is taken for a moment where nobody does.</summary>
    internal static bool IsHeld(string folder, string name)
    {
        string file = Path.Combine(folder, LocalListing.OwnFolder, name);
        if (!File.Exists(file)) return false;
        using var taken = TryOpen(file);
        return taken is null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string FileFor(string folder, string path) => Path.Combine(
        folder, LocalListing.OwnFolder, $"lock-{SHA256.HashData(Encoding.UTF8.GetBytes(path))[0] % Stripes:x2}");

    private static StoreException Stuck(string path, string file) => new(
        path, $"another process holds its lock {file} since {Patience.TotalSeconds} s",
        "stop a frozen process that uses this folder, or run again");

    private static FolderLock? TryOpen(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (LocalFailure.IsSharingViolation(exception))
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LocalFailure.Explain(file, "could not be locked", exception);
        }
    }
}
