using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace LayerDyn.Client.Output;

/// <summary>The standard streams of a process whose caller may have closed them, or pointed them at a full disk.</summary>
internal static class StandardStreams
{
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;
    private const int GetFlags = 1;

    private static readonly List<SafeFileHandle> Placeholders = [];

    /// <summary>Standard output as bytes.</summary>
    /// <exception cref="OutputException">On writing: it cannot be written.</exception>
    public static Stream Output { get; } = new StandardStream(IsInherited(OutputNumber) ? Console.OpenStandardOutput() : null, error => throw error);

    /// <summary>
    /// From now on, a failure to write to standard output is an <see cref="OutputException"/>, and one to write to standard error is passed over:
    /// there is no place left to report it.
    /// </summary>
    public static void Guard()
    {
        var error = new StandardStream(IsInherited(ErrorNumber) ? Console.OpenStandardError() : null, _ => { });
        Console.SetOut(Writer(Output));
        Console.SetError(Writer(error));
        Occupy();
    }

    private static StreamWriter Writer(Stream stream) => new(stream, Console.OutputEncoding, bufferSize: 256, leaveOpen: true) { AutoFlush = true };

    // The runtime opens its own files close-on-exec, and may get the number of a stream that the caller closed: what is written there would be lost, or do harm.
    private static bool IsInherited(int number) => !OperatingSystem.IsLinux() || FileControl(number, GetFlags) == 0;

    // Where a standard stream is closed, the next file that is opened gets its number, and a native library that prints would write into that file.
    private static void Occupy()
    {
        while (OperatingSystem.IsLinux())
        {
            var placeholder = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
            if (placeholder.DangerousGetHandle() > ErrorNumber)
            {
                placeholder.Dispose();
                return;
            }

            Placeholders.Add(placeholder);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int FileControl(int file, int command);
}
