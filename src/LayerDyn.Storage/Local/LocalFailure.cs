namespace LayerDyn.Storage.Local;

/// <summary>Says what a file error means for a user.</summary>
internal static class LocalFailure
{
    // HResult is the errno on Unix and the Win32 code with a facility on Windows.
    private const int WindowsFacility = unchecked((int)0x80070000);

    /// <summary>The exception that a user sees for <paramref name="cause"/>.</summary>
    internal static StoreException Explain(string subject, string failure, Exception cause)
    {
        var (why, remedy) = Code(cause) switch
        {
            28 or 39 or 112 => ("the disk is full", "free some space or give another folder, then run again: what was stored is intact"),
            122 or 69 or 1295 => ("the disk quota is used up", "free some space or ask for a larger quota, then run again: what was stored is intact"),
            30 or 19 => ("the file system is read-only", "give a folder that can be written to"),
            20 or 17 or 21 or 183 => ("part of its path is a file where a folder is needed, or a folder where a file is needed", "give another folder or move that file away"),
            5 when !OperatingSystem.IsWindows() => ("the disk reports an input/output error", "check the disk"),
            23 or 24 => ("too many files are open", "raise the limit of open files (ulimit -n)"),
            _ => cause switch
            {
                UnauthorizedAccessException => ("permission denied", "change the permissions or give another folder"),
                PathTooLongException => ("the path is too long for this file system", "give a folder with a shorter path"),
                DirectoryNotFoundException or FileNotFoundException => ("its folder does not exist and could not be made", "give another folder"),
                _ => (cause.Message, "check the folder and its disk, then run again"),
            },
        };
        return new StoreException(subject, $"{failure}: {why}", remedy, cause);
    }

    /// <summary>Whether another holder of a lock file is the cause.</summary>
    internal static bool IsSharingViolation(IOException exception) => OperatingSystem.IsWindows()
        ? Code(exception) is 32 or 33
        : exception.GetType() == typeof(IOException) && Code(exception) is 11 or 35; // EWOULDBLOCK on Linux, on macOS

    private static int Code(Exception exception) =>
        exception is IOException && (exception.HResult & 0xFFFF0000) == WindowsFacility ? exception.HResult & 0xFFFF : exception.HResult;
}
