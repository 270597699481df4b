using System.Runtime.InteropServices;

namespace LayerDyn.Science.Training.Torch;

/// <summary>Environment variables where native code sees them: .NET's own setter changes a managed copy on Unix.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable; with <paramref name="keep"/> only where it has no value yet.</summary>
    public static void Set(string name, string value, bool keep)
    {
        if (!OperatingSystem.IsWindows()) _ = SetVariable(name, value, keep ? 0 : 1);
        else if (!keep || Environment.GetEnvironmentVariable(name) is null) Environment.SetEnvironmentVariable(name, value);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
