using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LayerDyn.Storage.Local;

/// <summary>Puts whole files in place.</summary>
internal static class AtomicFile
{
    // errno values of Linux and macOS for "this file system has no hard links".
    private static readonly int[] NoHardLinks = [1, 38, 45, 78, 95, 102];
    private const int Exists = 17, Missing = 2;

    // A writer loses its file to whoever lists the folder only between closing it and putting it in place, and its folder to whoever deletes the last
    // file in it only before it has made its own: never so often in a row.
    private const int Tries = 20;

    /// <summary>
    /// Writes a temporary file beside <paramref name="target"/>, flushes it to the disk and puts it in place. The name starts with
    /// a dot, which no artifact's does, so that listings ignore it when the process dies in the middle. The writer holds it while it writes:
    /// one that nobody holds is taken for left behind, see <see cref="DeleteLeft"/>.
    /// </summary>
    internal static bool Publish(string target, ReadOnlySpan<byte> content, Func<string, string, bool> place)
    {
        string folder = Path.GetDirectoryName(target)!;
        for (int again = Tries; ; again--)
        {
            string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}{LocalListing.TemporarySuffix}");
            try
            {
                Directory.CreateDirectory(folder);
                using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    file.Write(content);
                    file.Flush(flushToDisk: true);
                }

                bool placed = place(temporary, target);
                FlushFolder(folder);
                return placed;
            }
            catch (IOException taken) when (again > 0
                && (taken is FileNotFoundException or DirectoryNotFoundException || LocalFailure.IsSharingViolation(taken) || IsGone(taken, folder)))
            {
                // Taken for left behind, before it was locked or after it was closed; or the folder was empty, and deleted.
            }
            finally
            {
                if (File.Exists(temporary)) File.Delete(temporary);
            }
        }
    }

    // A folder was there when it was to be made, and not any more when .NET looked what it is: it takes it for a file then.
    private static bool IsGone(IOException taken, string folder)
    {
        if (taken.HResult != Exists) return false;
        for (string? part = folder; part is not null; part = Path.GetDirectoryName(part))
            if (File.Exists(part)) return false;
        return true;
    }

    /// <summary>Deletes a folder that is empty, and those above it that are empty then, up to a root that stays.</summary>
    internal static void DeleteEmptyFolders(string folder, string root)
    {
        try
        {
            for (; folder.Length > root.Length && !Directory.EnumerateFileSystemEntries(folder).Any(); folder = Path.GetDirectoryName(folder)!) Directory.Delete(folder);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            // Somebody writes into it, or has deleted it.
        }
    }

    /// <summary>Deletes a temporary file that no process holds.</summary>
    internal static void DeleteLeft(string temporary)
    {
        try
        {
            new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // Its writer is alive, or has just put it in place.
        }
    }

    /// <summary>Atomically replaces <paramref name="target"/>.</summary>
    internal static bool Rename(string temporary, string target)
    {
        File.Move(temporary, target, overwrite: true);
        return true;
    }

    /// <summary>
    /// Gives a finished file its name unless the name is taken. On Unix <see cref="File.Move(string, string, bool)"/> without
    /// overwriting looks first and renames then, so two processes can both succeed: a hard link is atomic.
    /// </summary>
    internal static bool TryLink(string temporary, string target)
    {
        if (OperatingSystem.IsWindows()) return TryMove(temporary, target);
        if (Link(temporary, target) == 0) return true;
        int error = Marshal.GetLastPInvokeError();
        if (error == Exists) return false;
        if (error == Missing) throw new FileNotFoundException(new Win32Exception(error).Message, temporary);
        if (!Array.Exists(NoHardLinks, code => code == error)) throw new IOException(new Win32Exception(error).Message, error);

        // No hard links here (FAT, some network file systems): look and rename under a lock of this folder.
        using (FolderLock.Acquire(Path.GetDirectoryName(target)!, Path.GetFileName(target))) return TryMove(temporary, target);
    }

    private static bool TryMove(string temporary, string target)
    {
        try
        {
            File.Move(temporary, target, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    // A name is durable once its folder is. Best effort: some file systems refuse to flush a folder.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = Open(folder, 0);
        if (descriptor < 0) return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
