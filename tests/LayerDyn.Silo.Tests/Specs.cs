namespace LayerDyn.Silo.Tests;

/// <summary>Small specs.</summary>
internal static class Specs
{
    /// <summary>Steps of a point of <see cref="Endless"/>.</summary>
    public const long EndlessSteps = 2_000_000_000;

    /// <summary>Two points that a test has to stop.</summary>
    public static string Endless(string name) => $$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [8, 8, 8] }
        init: { kind: normal, std: 0.01 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.0001 }
        steps: {{EndlessSteps}}
        measure: { at: { logPerDecade: 2 }, observables: [loss] }
        seeds: 2
        """;

    public static string Small(string name = "small", int seeds = 1, int lambdas = 5) => $$"""
        name: {{name}}
        description: five by two
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 100
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          lambda: { linspace: [-2, 2, {{lambdas}}], sets: init.lambda }
          scale: { values: [1, 4], sets: init.scale }
        seeds: {{seeds}}
        curves:
          - { kind: heatmap, name: distance, x: scale, y: lambda, value: kernel-distance, at: last }
        """;
}
