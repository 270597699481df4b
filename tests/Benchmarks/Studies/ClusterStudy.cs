using System.Diagnostics;
using System.Globalization;
using LayerDyn.Benchmarks.Harness;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Benchmarks.Studies;

/// <summary>
/// Clusters of real silo processes: what a second silo gains, and what an outage of the store costs. Both sides of a comparison run in
/// pairs, so that what else the machine does meets both.
/// </summary>
internal static class ClusterStudy
{
    /// <summary>3,600 points that only compute, half a minute on one slot; ROUND makes the repetitions different sweeps.</summary>
    private const string Points = """
        name: scaling
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1ROUND, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 30000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { linspace: [-0.5, 0.5, 60], sets: [init.delta] }
          scale: { linspace: [0.1, 50, 60], sets: [task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last, log10: true }
        """;

    /// <summary>One point that trains for about a minute and a half, and leaves a checkpoint every other second.</summary>
    private const string Long = """
        name: outage
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1ROUND, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 10 }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: 60000000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { values: [-0.1], sets: [init.delta] }
        """;

    /// <summary>One silo with one slot against two with one each.</summary>
    public static void Silos(Report report, int repetitions) => SilosAsync(report, repetitions).GetAwaiter().GetResult();

    /// <summary>Two silos of their own blob storages train the same point; the storage of one is away for 30 s.</summary>
    public static void Outage(Report report, int repetitions) => OutageAsync(report, repetitions).GetAwaiter().GetResult();

    private static async Task SilosAsync(Report report, int repetitions)
    {
        await using var one = await TestCluster.StartAsync(1);
        await using var two = await TestCluster.StartAsync(2);
        List<double> alone = [], both = [];
        for (int round = 0; round <= repetitions; round++)
        {
            double first = await SecondsAsync(one, Points, round), second = await SecondsAsync(two, Points, round);
            if (round == 0) continue; // compiles
            alone.Add(first);
            both.Add(second);
        }

        double[] gains = [.. alone.Zip(both, (slow, fast) => slow / fast)];
        report.Add("a CPU-bound sweep of 3,600 points", "one silo with one slot", Report.Format(Report.Median(alone)));
        report.Add("a CPU-bound sweep of 3,600 points", "two silos with one slot each",
            string.Create(CultureInfo.InvariantCulture, $"{Report.Format(Report.Median(both))}: {Report.Median(gains):F2} x as fast ({gains.Min():F2} to {gains.Max():F2})"));
    }

    private static async Task OutageAsync(Report report, int repetitions)
    {
        using Azurite first = new(), second = new();
        await Task.WhenAll(first.StartAsync(), second.StartAsync());
        const string Often = "--Lanes:CheckpointEvery=00:00:02";
        await using var a = await TestCluster.StartAsync(1, "azure:outage", first.ConnectionString, Often);
        await using var b = await TestCluster.StartAsync(1, "azure:outage", second.ConnectionString, Often);
        List<double> undisturbed = [], costs = [];
        for (int round = 0; round < 2 * repetitions; round++)
        {
            // The two change places, in case one of them is the slower one.
            var (cut, calm, away) = round % 2 == 0 ? (a, b, first) : (b, a, second);
            var disturbed = SecondsAsync(cut, Long, round);
            var other = SecondsAsync(calm, Long, round);
            await Task.Delay(TimeSpan.FromSeconds(10));
            await away.StopAsync();
            await Task.Delay(TimeSpan.FromSeconds(30));
            await away.StartAsync();
            undisturbed.Add(await other);
            costs.Add((await disturbed / undisturbed[^1]) - 1);
        }

        report.Add("storage away for 30 s during one training", "undisturbed beside it", Report.Format(Report.Median(undisturbed)));
        report.Add("storage away for 30 s during one training", "cost of the outage, of the training's time",
            string.Create(CultureInfo.InvariantCulture, $"{100 * costs.Average():F2}% ({100 * costs.Min():F2}% to {100 * costs.Max():F2}%, {costs.Count} pairs)"));
    }

    /// <summary>Seconds from the submission to the end of the sweep, as a client sees them.</summary>
    private static async Task<double> SecondsAsync(TestCluster cluster, string spec, int round)
    {
        long began = Stopwatch.GetTimestamp();
        var sweep = await cluster.Silos[0].Api.SubmitAsync(spec.Replace("ROUND", round.ToString("D2", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "ended" or "broken", seconds: 900);
        if (ended.State != "ended" || ended.Remaining > 0) throw new InvalidOperationException($"the sweep is {ended.State}: {ended.Message}");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
