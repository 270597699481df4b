using System.Diagnostics;
using System.Globalization;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Studies;

/// <summary>Sweeps whose time is taken.</summary>
internal static class TimedSweep
{
    /// <summary>3,600 points that only compute, most of a minute on one slot; ROUND makes the repetitions different sweeps.</summary>
    public const string Points = """
        name: scaling
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1ROUND, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 80000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { linspace: [-0.5, 0.5, 60], sets: [init.delta] }
          scale: { linspace: [0.1, 50, 60], sets: [task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last, log10: true }
        """;

    /// <summary>One point that trains for about a minute and a half, and leaves a checkpoint every other second.</summary>
    public const string Long = """
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

    /// <summary>Seconds from the submission to the end of the sweep, as a client sees them.</summary>
    public static async Task<double> SecondsAsync(TestCluster cluster, string spec, int round)
    {
        long began = Stopwatch.GetTimestamp();
        var sweep = await cluster.Silos[0].Api.SubmitAsync(spec.Replace("ROUND", round.ToString("D2", CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken", seconds: 900);
        if (ended.State != "completed" || ended.Remaining > 0) throw new InvalidOperationException($"the sweep is {ended.State}: {ended.Message}");
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
