using System.Diagnostics;

namespace LayerDyn.Benchmarks.Harness;

/// <summary>The command line as a process of its own.</summary>
internal static class LayerdynCommand
{
    /// <summary>
    /// Seconds from cold start to the end, and the peak of the process's memory. <paramref name="enough"/> is asked at every line that
    /// it prints, and <paramref name="reached"/> twenty times a second; once one says yes, the process is killed.
    /// </summary>
    public static (double Seconds, double Megabytes) Run(string[] args, Func<string, bool>? enough = null, Func<bool>? reached = null)
    {
        long began = Stopwatch.GetTimestamp(), peak = 0;
        bool killed = false;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. args]) { RedirectStandardOutput = true })!;
        var reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                if (!killed && enough?.Invoke(line) == true) Kill();
            }
        });
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(50)))
        {
            peak = Math.Max(peak, PeakOf(process));
            if (!killed && reached?.Invoke() == true) Kill();
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        reading.Wait();
        return killed || process.ExitCode == 0 ? (seconds, peak / 1e6)
            : throw new InvalidOperationException($"layerdyn {string.Join(' ', args)} ended with {process.ExitCode}");

        void Kill()
        {
            killed = true;
            process.Kill();
        }
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // it ended just now
        }
    }
}
