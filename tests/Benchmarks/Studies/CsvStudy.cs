using LayerDyn.Benchmarks.Harness;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>Two million measured rows as CSV.</summary>
internal static class CsvStudy
{
    private const int Scales = 40, Rates = 50, Points = Scales * Rates, Steps = 1000;

    public static void Run(Report report, int repetitions)
    {
        string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName, spec = Path.Combine(folder, "rows.yaml"), results = Path.Combine(folder, "out");
        File.WriteAllText(spec, Invariant($$"""
            name: rows
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: normal, std: 0.1 }
            task: { kind: gaussian-regression, samples: 10, whiten: true }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: {{Steps - 1}}
            measure: { at: { every: 1 }, observables: [loss, weight-norm] }
            axes:
              scale: { linspace: [0.01, 0.5, {{Scales}}], sets: init.std }
              rate: { linspace: [0.001, 0.01, {{Rates}}], sets: optimizer.learningRate }
            curves:
              - { kind: heatmap, name: loss, x: scale, y: rate, value: loss, at: last }
            """));
        LayerdynCommand.Run(["run", spec, "--out", results]);
        string sweep = Path.GetFileName(Directory.GetDirectories(results, "rows-*").Single());
        string[] export = ["export", sweep, "--out", results, "--to", Path.Combine(folder, "rows.csv")];
        double[] ours = [.. Enumerable.Range(0, repetitions).Select(_ => LayerdynCommand.Run(export).Seconds)];
        report.Add(Invariant($"CSV of {Points * Steps:N0} rows x 10 columns"), "`layerdyn export`, from cold start and the sweep's files", ours,
            "pandas to_csv, from memory", Peer.Run("csv_pandas.py", 1, Points, Steps, repetitions));
        Directory.Delete(folder, recursive: true);
    }
}
