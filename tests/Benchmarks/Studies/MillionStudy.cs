using System.Globalization;
using System.Text.RegularExpressions;
using LayerDyn.Benchmarks.Harness;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>A million points of the theory engine: time, memory, status, and how soon a sweep that was killed half-way goes on.</summary>
internal static partial class MillionStudy
{
    private const string Theory = """
        name: million
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1
        engine: theory
        measure: { at: { every: 1 }, observables: [loss] }
        axes:
          rate: { linspace: [0.001, 0.1, 1000], sets: optimizer.learningRate }
          scale: { linspace: [0.01, 0.5, 1000], sets: init.scale }
        curves:
          - { kind: heatmap, name: loss, x: rate, y: scale, value: loss, at: last, log10: true }
        """;

    private const string Points = "1,000,000 points of the exact solution";

    public static void Run(Report report, int repetitions)
    {
        string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName, spec = Path.Combine(folder, "million.yaml"), results = Path.Combine(folder, "out");
        File.WriteAllText(spec, Theory);
        string[] run = ["run", spec, "--out", results];

        long atFirst = -1;
        LayerdynCommand.Run(run, line => Finished(line) >= 500_000);
        double resume = LayerdynCommand.Run(run, line => Finished(line) is { } points && points > (atFirst < 0 ? atFirst = points : atFirst)).Seconds;
        report.Add(Points, Invariant($"killed at 500,000 and started again: new points committed, with {atFirst:N0} kept"), Invariant($"{resume:F2} s"));

        Directory.Delete(results, recursive: true);
        var (seconds, megabytes) = LayerdynCommand.Run(run);
        report.Add(Points, Invariant($"undisturbed, heat map drawn; peak memory {megabytes:F0} MB"), Invariant($"{seconds:F1} s, {seconds:F1} us a point"));

        string sweep = Path.GetFileName(Directory.GetDirectories(results, "million-*").Single());
        double status = Median(repetitions, "status", sweep, "--out", results), start = Median(repetitions, "--version");
        report.Add(Points, Invariant($"`layerdyn status` beyond the start of the program, which takes {start:F2} s"), Invariant($"{status - start:F3} s"));
        Directory.Delete(folder, recursive: true);
    }

    private static double Median(int repetitions, params string[] args) =>
        Report.Median([.. Enumerable.Range(0, repetitions).Select(_ => LayerdynCommand.Run(args).Seconds)]);

    private static long? Finished(string line) => FinishedPoints().Match(line) is { Success: true } found
        ? long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"= finished (\d+) ")]
    private static partial Regex FinishedPoints();
}
