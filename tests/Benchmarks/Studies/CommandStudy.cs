using System.Diagnostics;
using LayerDyn.Benchmarks.Harness;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>The whole command from cold start to pictures on disk, as a process.</summary>
internal static class CommandStudy
{
    public static void Run(Report report, string name, int repetitions, params string[] args)
    {
        var seconds = new List<double>();
        for (int i = 0; i < repetitions; i++)
        {
            string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName;
            seconds.Add(Stopwatches.Once(() =>
            {
                using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. args, "--out", folder]) { RedirectStandardOutput = true })!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0) throw new InvalidOperationException($"layerdyn {string.Join(' ', args)} ended with {process.ExitCode}");
            }));
            Directory.Delete(folder, recursive: true);
        }

        report.Add(name, $"`layerdyn {string.Join(' ', args)}`, cold start to curves on disk", Report.Format(Report.Median(seconds)));
    }
}
