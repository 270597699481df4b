using System.Globalization;
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
        const int Tasks = 100_000;
        double[] few = Seconds(Tasks, repetitions), many = Seconds(2 * Tasks, repetitions);
        double slope = Report.Median(many) - Report.Median(few);
        report.Add("empty points", "planned, dispatched, executed and durably committed by one silo, 100,000 points", [slope], "joblib, 100,000 empty tasks on 2 processes",
            Peer.Run("dispatch_joblib.py", 2, Tasks, 2, Math.Min(3, repetitions)));
        report.Add("empty points", "the same", [slope], "Dask distributed, 100,000 empty tasks on 2 processes (by proportion, 2,000 timed)",
            Peer.Run("dispatch_dask.py", 2, Tasks, 2_000, 2, Math.Min(3, repetitions)));
    }

    /// <summary>Seconds and peak megabytes of one whole command of so many points.</summary>
    public static (double Seconds, double Megabytes) Once(int points)
    {
        string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName;
        string spec = Path.Combine(folder, "empty.yaml");
        File.WriteAllText(spec, Spec.Replace("POINTS", points.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var measured = LayerdynCommand.Run(["run", spec, "--out", Path.Combine(folder, "out")]);
        Directory.Delete(folder, recursive: true);
        return measured;
    }

    private static double[] Seconds(int points, int repetitions) => [.. Enumerable.Range(0, repetitions).Select(_ => Once(points).Seconds)];
}
