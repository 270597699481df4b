namespace LayerDyn.Cluster.Tests;

/// <summary>Sweeps that take seconds.</summary>
internal static class Specs
{
    /// <summary>Points a pack of <see cref="HeatMap"/>: more, and a fault could not fall into the middle.</summary>
    public const int Pack = 16;

    /// <summary>900 points in small packs, about 6 s on two cores.</summary>
    public static string HeatMap { get; } = """
        name: fault-heat-map
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 60000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { linspace: [-0.5, 0.5, 30], sets: [init.delta] }
          scale: { linspace: [0.1, 50, 30], sets: [task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last, log10: true }
        """;

    /// <summary>Two points, each a pack of its own that runs for seconds and leaves checkpoints.</summary>
    public static string Long { get; } = """
        name: fault-long
        model: { kind: deep-linear, widths: [20, 20, 2] }
        init: { kind: upstream-downstream, sigma: 0.1, delta: 0 }
        task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 10 }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: 8000000
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          delta: { values: [-0.1, 0.2], sets: [init.delta] }
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step, by: delta }
        """;
}
