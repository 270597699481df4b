using System.Runtime.InteropServices;

namespace LayerDyn.Science.Training.Torch;

/// <summary>
/// Finds out why libtorch does not load. TorchSharp's own message names a missing package whatever the cause, so the native
/// libraries are loaded here one by one to hear what the loader of the system says.
/// </summary>
internal static class TorchLoadReport
{
    private static readonly (string Windows, string Mac, string Linux)[] Libraries =
        [("torch_cpu.dll", "libtorch_cpu.dylib", "libtorch_cpu.so"), ("LibTorchSharp.dll", "libLibTorchSharp.dylib", "libLibTorchSharp.so")];

    /// <summary>What is missing below <paramref name="folder"/>, the program's, and the remedy.</summary>
    public static string Explain(string folder)
    {
        string native = Path.Combine(folder, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
            native = Path.Combine(folder, "runtimes", "linux-x64", "native");
        foreach (var (windows, mac, linux) in Libraries)
        {
            string library = OperatingSystem.IsWindows() ? windows : OperatingSystem.IsMacOS() ? mac : linux;
            string? path = new[] { Path.Combine(native, library), Path.Combine(folder, library) }.FirstOrDefault(File.Exists);
            if (path is null)
                return $"libtorch cannot be loaded: {library} is not beside the program. Build or publish again with this repository's "
                    + "projects, which bring the libtorch package for Linux on x64; other systems need their own libtorch package.";
            if (Complaint(path) is { } complaint)
                return $"libtorch cannot be loaded: {complaint}. " + Remedy(complaint);
        }

        return "libtorch is here and loads, but TorchSharp cannot use it. Delete the bin and obj folders and build again, so that both have one version.";
    }

    private static string? Complaint(string path)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(path));
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            // The loader's own words come first; the rest of the message lists the names that .NET tried.
            return error.Message.Split('\n').Select(line => line.Trim()).First(line => line.Length > 0).TrimEnd('.');
        }
    }

    private static string Remedy(string complaint) => complaint switch
    {
        _ when complaint.Contains("GLIBCXX", StringComparison.Ordinal) =>
            "This system's C++ library is older than TorchSharp was built for: build with this repository's Directory.Build.targets, "
            + "which mends the copy in the output (infra/build/TorchOnOlderGlibcxx.targets).",
        _ when complaint.Contains("GLIBC", StringComparison.Ordinal) => "This system's C library is too old: use Debian 12, Ubuntu 22.04 or newer.",
        _ when complaint.Contains("libgomp", StringComparison.Ordinal) => "Install the OpenMP runtime (Debian: apt-get install libgomp1).",
        _ when complaint.Contains("format", StringComparison.OrdinalIgnoreCase) || complaint.Contains("ELF", StringComparison.Ordinal) =>
            "The file is damaged or for another processor: delete the bin and obj folders and build again.",
        _ => "Install what it names, or build again on a system that has it.",
    };
}
