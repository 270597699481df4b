using System.Globalization;
using System.Text.RegularExpressions;
using LayerDyn.Benchmarks.Harness;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>A million points or more of the theory engine: time, memory, status, and how soon a sweep that was killed half-way goes on.</summary>
internal static partial class MillionStudy
{
    private static string Theory(int side) => Invariant($$"""
        name: million
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1
        engine: theory
        measure: { at: { every: 1 }, observables: [loss] }
        axes:
          rate: { linspace: [0.001, 0.1, {{side}}], sets: optimizer.learningRate }
          scale: { linspace: [0.01, 0.5, {{side}}], sets: init.scale }
        curves:
          - { kind: heatmap, name: loss, x: rate, y: scale, value: loss, at: last, log10: true }
        """);

    /// <param name="report">Where the figures go.</param>
    /// <param name="side">Points along each side of the map.</param>
    /// <param name="repetitions">Of the short commands.</param>
    public static void Run(Report report, int side, int repetitions)
    {
        long points = (long)side * side;
        string title = Invariant($"{points:N0} points of the exact solution");
        string folder = Directory.CreateTempSubdirectory("layerdyn-bench-").FullName, spec = Path.Combine(folder, "million.yaml"), results = Path.Combine(folder, "out");
        File.WriteAllText(spec, Theory(side));
        string[] run = ["run", spec, "--out", results];

        long kept = 0;
        LayerdynCommand.Run(run, line => Finished(line) >= points / 2);
        string sweep = Path.GetFileName(Directory.GetDirectories(results, "million-*").Single());
        LayerdynCommand.Run(["status", sweep, "--out", results], line =>
        {
            kept = Finished(line) ?? kept;
            return Finished(line) is not null; // it ends with 1: not all is there
        });
        string segments = Path.Combine(results, sweep, "segments");
        var before = Directory.EnumerateFiles(segments).ToHashSet();
        double resume = LayerdynCommand.Run(run, reached: () => Directory.EnumerateFiles(segments).Any(file => !before.Contains(file))).Seconds;
        report.Add(title, Invariant($"killed half-way and started again: the first new points in the store, with {kept:N0} kept"), Invariant($"{resume:F2} s"));

        Directory.Delete(results, recursive: true);
        var (seconds, megabytes) = LayerdynCommand.Run(run);
        report.Add(title, Invariant($"undisturbed, heat map drawn; peak memory {megabytes:F0} MB"), Invariant($"{seconds:F1} s, {seconds * 1e6 / points:F1} us a point"));

        double status = Median(repetitions, "status", sweep, "--out", results), start = Median(repetitions, "--version");
        report.Add(title, Invariant($"`layerdyn status` beyond the start of the program, which takes {start:F2} s"), Invariant($"{status - start:F3} s"));
        Directory.Delete(folder, recursive: true);
    }

    private static double Median(int repetitions, params string[] args) =>
        Report.Median([.. Enumerable.Range(0, repetitions).Select(_ => LayerdynCommand.Run(args).Seconds)]);

    private static long? Finished(string line) => FinishedPoints().Match(line) is { Success: true } found
        ? long.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"= finished (\d+) ")]
    private static partial Regex FinishedPoints();
}
