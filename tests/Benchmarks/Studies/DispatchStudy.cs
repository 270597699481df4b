using System.Diagnostics;
using LayerDyn.Benchmarks.Harness;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// Empty points: planned, dispatched through grains, executed and durably committed by one silo, as a whole command; the cost a
/// point is the slope between two sizes, so that the start of the process does not count.
/// </summary>
internal static class DispatchStudy
{
    /// <summary>A sweep of POINTS points that do next to nothing.</summary>
    public const string Spec = """
        name: empty
        model: { kind: deep-linear, widths: [1, 1, 1] }
        init: { kind: constant, value: 0.1 }
        task: { kind: gaussian-regression, samples: 2, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1
        measure: { at: { every: 1 }, observables: [loss] }
        axes:
          rate: { linspace: [0.001, 0.1, POINTS], sets: optimizer.learningRate }
        """;

    public static void Run(Report report, int repetitions)
    {
        double slope = (Median(200_000, repetitions) - Median(100_000, repetitions)) / 100_000;
        report.Add("empty points", "dispatched, executed and committed, seconds for 100,000", [slope * 100_000], "joblib, 100,000 empty tasks on 2 processes",
            Peer.Run("dispatch_joblib.py", 2, 100_000, 2, repetitions));
    }

    private static double Median(int points, int repetitions)
    {
        var seconds = new List<double>();
        for (int i = 0; i < repetitions; i++)
        {
            string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName;
            string spec = Path.Combine(folder, "empty.yaml");
            File.WriteAllText(spec, Spec.Replace("POINTS", points.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
            seconds.Add(Stopwatches.Once(() =>
            {
                using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), "run", spec, "--out", Path.Combine(folder, "out")]) { RedirectStandardOutput = true })!;
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0) throw new InvalidOperationException($"the run ended with {process.ExitCode}");
            }));
            Directory.Delete(folder, recursive: true);
        }

        return Report.Median(seconds);
    }
}
