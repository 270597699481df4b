using System.ComponentModel;
using System.Diagnostics;

namespace LayerDyn.Client;

/// <summary>Opens pages and files with what the desktop has for them.</summary>
internal static class Browser
{
    /// <summary>
    /// Opens an address or a file: by the program in the environment variable BROWSER, else by the desktop (<c>xdg-open</c>, on macOS <c>open</c>).
    /// </summary>
    /// <returns>False where there is neither, as in a terminal over SSH.</returns>
    public static bool TryOpen(string what) => Programs().Any(program => TryStart(program, what));

    private static IEnumerable<string> Programs()
    {
        // A list, as of man and xdg-open; names of programs only, a command with arguments is not taken apart.
        if (Environment.GetEnvironmentVariable("BROWSER") is { Length: > 0 } chosen) return chosen.Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (OperatingSystem.IsMacOS()) return ["open"];
        bool desktop = Has("DISPLAY") || Has("WAYLAND_DISPLAY");
        return desktop ? ["xdg-open"] : [];

        static bool Has(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 };
    }

    private static bool TryStart(string program, string what)
    {
        try
        {
            // What it prints has no place among the command's own output.
            var start = new ProcessStartInfo(program, [what]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            using var process = Process.Start(start);
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false; // there is no such program
        }
    }
}
