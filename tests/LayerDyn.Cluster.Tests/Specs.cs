namespace LayerDyn.Cluster.Tests;

/// <summary>Sweeps that take seconds.</summary>
internal static class Specs
{
    /// <summary>Points a batch of <see cref="HeatMap"/>: more, and a fault could not fall into the middle.</summary>
    public const int Batch = 16;

    /// <summary>900 points in small batches, about 6 s on two cores.</summary>
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

    /// <summary>Two points, each a batch of its own that runs for seconds and leaves checkpoints.</summary>
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

    /// <summary>Two cases of <see cref="Mixed"/> with which nothing is wrong.</summary>
    public const string Good = """
        small: { model.widths: [16, 8, 2] }
        usual: { model.widths: [16, 9, 2] }

        """;

    /// <summary>A case whose result is that it diverges.</summary>
    public const string Diverging = "diverging: { optimizer.learningRate: 1000000 }\n";

    /// <summary>A case larger than any machine: it throws each time. It is refused on submission unless the silos' <c>Api:MaxPointBytes</c> lets it through.</summary>
    public const string Enormous = "enormous: { model.widths: [16, 100000, 100000, 2] }\n";

    /// <summary>A case that hangs: one step of it is two million million operations.</summary>
    public const string Endless = "endless: { model.widths: [16, 4000, 4000, 2], task.samples: 20000 }\n";

    /// <summary>A point for each case, each a line of YAML.</summary>
    public static string Mixed(string cases) => $$"""
        name: fault-points
        model: { kind: mlp, widths: [16, 8, 2], activation: relu }
        init: { kind: normal, std: 1, fanIn: true }
        task: { kind: teacher-student, inputs: 16, outputs: 2, samples: 32, singularValues: [1, 0.5] }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 50
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          case:
            cases:
              {{cases.Trim().Replace("\n", "\n      ")}}
        curves:
          - { kind: trajectory, name: loss, value: loss, x: step, by: case }
        """;
}
