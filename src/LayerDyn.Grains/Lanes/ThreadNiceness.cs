using System.Runtime.InteropServices;

namespace LayerDyn.Grains.Lanes;

/// <summary>
/// Lets other threads of the process go first. .NET ignores thread priorities on Linux, where niceness is a thread's own: a lane
/// that trains gives way to Orleans' membership probes and to the HTTP API whenever they have something to do, and loses next to
/// nothing by it.
/// </summary>
internal static partial class ThreadNiceness
{
    private const int OfThread = 0; // PRIO_PROCESS with a thread's id
    private const int Nice = 5;

    /// <summary>Lowers the calling thread's priority, where the system can.</summary>
    public static void Lower()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetPriority(OfThread, (uint)GetThreadId(), Nice);
        }
        catch (EntryPointNotFoundException)
        {
            // An old C library: the lane runs as any thread.
        }
    }

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int value);
}
