using System.Globalization;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>What a user of a soak works on: sweeps of one kind, one after the other.</summary>
/// <param name="Owner">The user.</param>
/// <param name="Text">The spec; NUMBER makes each one new.</param>
/// <param name="Batch">Points a batch.</param>
/// <param name="Failing">Points of each that must fail.</param>
internal sealed record SoakWork(string Owner, string Text, int Batch, int Failing = 0)
{
    /// <summary>The five users: each of their sweeps has tens of batches, and takes a minute or two of a core.</summary>
    public static IReadOnlyList<SoakWork> All { get; } =
    [
        // Many small points: 1,600 linear networks.
        new("ann", """
            name: soak-linear
            model: { kind: deep-linear, widths: [20, 20, 2] }
            init: { kind: upstream-downstream, sigma: 0.1NUMBER, delta: 0 }
            task: { kind: gaussian-regression, samples: 10, whiten: false, targetDivisor: 1 }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 60000
            measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
            axes:
              delta: { linspace: [-0.5, 0.5, 40], sets: [init.delta] }
              scale: { linspace: [0.1, 50, 40], sets: [task.targetDivisor] }
            curves:
              - { kind: heatmap, name: kernel-distance, x: scale, y: delta, value: kernel-distance, at: last, log10: true }
            """, Batch: 32),
        // Few long points: each has its slot for longer than a slice, leaves checkpoints and makes room.
        new("bob", """
            name: soak-perceptrons
            model: { kind: mlp, widths: [16, 64, 64, 2], activation: tanh }
            init: { kind: normal, std: 1.0NUMBER, fanIn: true }
            task: { kind: teacher-student, inputs: 16, outputs: 2, samples: 64, singularValues: [1, 0.5] }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 80000
            measure: { at: { logPerDecade: 5 }, observables: [loss, weight-drift] }
            axes:
              rate: { linspace: [0.005, 0.02, 16], sets: [optimizer.learningRate] }
            curves:
              - { kind: trajectory, name: loss, value: loss, x: step, by: rate }
            """, Batch: 1),
        // Transformers, by libtorch.
        new("cho", """
            name: soak-transformers
            model: { kind: transformer, layers: 1, heads: 2, dModel: 16, dMlp: 32 }
            init: { kind: normal, std: 0.5NUMBER, fanIn: true }
            task: { kind: modular-addition, modulus: 11, trainFraction: 0.7, encoding: tokens, targetScale: 1 }
            loss: mse
            optimizer: { kind: adamw, learningRate: 0.003, weightDecay: 1, betas: [0.9, 0.98] }
            steps: 10000
            measure: { at: { logPerDecade: 10 }, observables: [loss, accuracy, weight-drift] }
            axes:
              scale: { linspace: [1, 4, 8], sets: [task.targetScale] }
            seeds: 3
            curves:
              - { kind: trajectory, name: loss, value: loss, x: step, by: scale }
            """, Batch: 1),
        // 3,001 measurements a point.
        new("dan", """
            name: soak-attention
            model: { kind: linear-attention, keyQuery: separate, heads: 4, rank: 1 }
            init: { kind: balanced-heads, scale: 0.02 }
            task: { kind: in-context-regression, dimension: 4, context: 31, spectrum: proportional }
            optimizer: { kind: gd, learningRate: 0.2NUMBER }
            steps: 60000
            measure: { at: { every: 20 }, observables: [loss, icl-mode-strength, imbalance-drift] }
            axes:
              scale: { linspace: [0.01, 0.05, 12], sets: [init.scale] }
            seeds: 16
            curves:
              - { kind: trajectory, name: loss, value: loss, by: scale, x: time, logX: true, band: runs }
            """, Batch: 4),
        // Points that diverge, one that throws, and some with which nothing is wrong.
        new("eve", $$"""
            name: soak-failing
            model: { kind: mlp, widths: [16, 32, 2], activation: relu }
            init: { kind: normal, std: 1.0NUMBER, fanIn: true }
            task: { kind: teacher-student, inputs: 16, outputs: 2, samples: 32, singularValues: [1, 0.5] }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 100000
            measure: { at: { every: 1000 }, observables: [loss] }
            axes:
              case:
                cases:
                  {{string.Join("\n      ", Enumerable.Range(0, 40).Select(Case))}}
                  {{Specs.Enormous.Trim()}}
            curves:
              - { kind: trajectory, name: loss, value: loss, x: step, by: case }
            """, Batch: 1, Failing: 1),
    ];

    /// <summary>The user's sweep of a number.</summary>
    public SoakSweep Sweep(int number) => new(Text.Replace("NUMBER", number.ToString("D4", CultureInfo.InvariantCulture), StringComparison.Ordinal), Failing);

    // Every fifth diverges.
    private static string Case(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{(number % 5 == 4 ? "diverging" : "usual")}-{number}: {{ optimizer.learningRate: {(number % 5 == 4 ? 1e6 + number : 0.01 + (number * 1e-4))} }}");
}
