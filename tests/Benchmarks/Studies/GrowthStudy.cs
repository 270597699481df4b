using System.Globalization;
using LayerDyn.Benchmarks.Harness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using static System.FormattableString;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>How time grows with points, steps, width and lanes: the last column should stay where it is, or fall.</summary>
internal static class GrowthStudy
{
    private const string Linear = """
        name: growth
        model: { kind: deep-linear, widths: [WIDTH, WIDTH, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 200, whiten: false }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: STEPS
        measure: { at: [0], observables: [loss] }
        axes:
          delta: { linspace: [-0.5, 0.5, POINTS], sets: init.delta }
        """;

    public static void Points(Report report)
    {
        foreach (int points in (int[])[125_000, 250_000, 500_000, 1_000_000])
        {
            var (seconds, megabytes) = DispatchStudy.Once(points);
            report.Add($"{points:N0} empty points, whole command", Invariant($"peak memory {megabytes:F0} MB"), Invariant($"{seconds:F2} s, {seconds / points * 1e6:F1} us a point"));
        }
    }

    public static void Training(Report report, int repetitions)
    {
        double peak = FlopPeak.Measure(repetitions);
        report.Add("floating-point peak of one core", "independent fused multiply-adds, float64", Invariant($"{peak / 1e9:F1} GFLOP/s"));
        foreach (int points in (int[])[200, 400, 800, 1600]) Linearly(report, peak, repetitions, points, 4000, 20, 1);
        foreach (int steps in (int[])[1000, 2000, 8000]) Linearly(report, peak, repetitions, 400, steps, 20, 1);
        foreach (int width in (int[])[2, 4, 10, 40, 80]) Linearly(report, peak, repetitions, 400, 4000, width, 1);
        Linearly(report, peak, repetitions, 1600, 4000, 20, 2);
    }

    private static void Linearly(Report report, double peak, int repetitions, int points, int steps, int width, int lanes)
    {
        var plan = SweepPlan.Load(Linear.Replace("WIDTH", Text(width), StringComparison.Ordinal)
            .Replace("STEPS", Text(steps), StringComparison.Ordinal).Replace("POINTS", Text(points), StringComparison.Ordinal));
        var data = new TaskDataCache();
        double[] seconds = Stopwatches.Time(repetitions, () =>
        {
            var threads = Enumerable.Range(0, lanes).Select(lane => new Thread(() =>
            {
                long first = points * lane / lanes, last = points * (lane + 1) / lanes;
                List<TrainingPoint> mine = [];
                for (long index = first; index < last; index++) mine.Add(new TrainingPoint(index, plan.Experiment(index)));
                Trainer.Run(mine, new TrainingRun { Complete = _ => { }, Data = data });
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
        });
        double median = Report.Median(seconds), flops = FlopsAStep(width, width, 2) * points * steps;
        report.Add($"{width}-{width}-2, {points:N0} points x {steps:N0} steps, {lanes} lane{(lanes > 1 ? "s" : "")}",
            Invariant($"{flops / median / 1e9:F1} GFLOP/s, {100 * flops / median / (peak * lanes):F0}% of the peak"),
            Invariant($"{median:F3} s, {median / points / steps * 1e9:F1} ns a point and step"));
    }

    // M = W2 W1, E = M C - D, W2^T E and E W1^T: multiplications and additions that the algorithm needs, whatever the program does.
    private static double FlopsAStep(double inputs, double hidden, double outputs) =>
        2 * outputs * hidden * inputs * 3 + 2 * outputs * inputs * inputs;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
