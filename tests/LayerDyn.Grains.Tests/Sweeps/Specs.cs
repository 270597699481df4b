using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Small sweeps.</summary>
internal static class Specs
{
    public static SweepPlan HeatMap(int side = 6, int steps = 200) => SweepPlan.Load($$"""
        name: small-heat-map
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: {{steps}}
        engine: both
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance, layer-imbalance] }
        axes:
          lambda: { linspace: [-9, 9, {{side}}], sets: [init.lambda] }
          ratio: { linspace: [1, 20, {{side}}], sets: [init.scale, task.targetDivisor] }
        curves:
          - { kind: heatmap, name: kernel-distance, x: ratio, y: lambda, value: kernel-distance, at: last, log10: true }
        """);

    /// <summary>Points that cost next to nothing.</summary>
    public static SweepPlan Trivial(int points) => SweepPlan.Load($$"""
        name: trivial
        model: { kind: deep-linear, widths: [1, 1, 1] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 2, whiten: true, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 1
        measure: { at: { every: 1 }, observables: [loss] }
        axes:
          rate: { linspace: [0.001, 0.1, {{points}}], sets: optimizer.learningRate }
        """);

    /// <summary>Eight points for each seed; more seeds or a longer axis make a sweep that has these points too.</summary>
    public static SweepPlan Seeded(int seeds, int rates = 8, string name = "seeded") => SweepPlan.Load($$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 50
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          rate: { range: [1, {{rates + 1}}, 1], sets: task.targetDivisor }
        seeds: {{seeds}}
        """);

    /// <summary>Half of the points have a learning rate far too large.</summary>
    public static SweepPlan Diverging() => SweepPlan.Load("""
        name: diverging
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 2000
        measure: { at: { logPerDecade: 5 }, observables: [loss] }
        axes:
          rate: { values: [0.01, 50], sets: optimizer.learningRate }
        seeds: 4
        """);

    /// <summary>A hundred points, long enough that a pause comes between them once the gate is open.</summary>
    public static SweepPlan Gated() => SweepPlan.Load("""
        name: gated
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: gated }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 100000
        measure: { at: { logPerDecade: 5 }, observables: [loss] }
        axes:
          value: { range: [0, 100, 1], sets: init.value }
        """);

    /// <summary>Sixteen points that see how many of them run at once, of a sweep that may use so many slots.</summary>
    public static SweepPlan Crowded(int slots) => SweepPlan.Load($$"""
        name: crowded-{{slots}}
        model: { kind: deep-linear, widths: [1, 1, 1] }
        init: { kind: crowded }
        task: { kind: gaussian-regression, samples: 2, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 10
        measure: { at: { every: 5 }, observables: [loss] }
        axes:
          value: { range: [0, 16, 1], sets: init.value }
        resources: { slots: {{slots}} }
        """);

    /// <summary>Six points of which number 3 throws.</summary>
    public static SweepPlan Poisoned(string init = "poison") => SweepPlan.Load($$"""
        name: {{init}}
        model: { kind: deep-linear, widths: [1, 1, 1] }
        init: { kind: {{init}} }
        task: { kind: gaussian-regression, samples: 2, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 10
        measure: { at: { every: 5 }, observables: [loss] }
        axes:
          value: { range: [0, 6, 1], sets: init.value }
        """);

    /// <summary>Points whose weights are hopeless while the gate is closed, of a sweep with limits.</summary>
    public static SweepPlan Hopeless(string limits) => SweepPlan.Load($$"""
        name: hopeless
        model: { kind: deep-linear, widths: [1, 1, 1] }
        init: { kind: hopeless }
        task: { kind: gaussian-regression, samples: 2, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 10
        measure: { at: { every: 5 }, observables: [loss] }
        axes:
          value: { range: [0, 30, 1], sets: init.value }
        limits: {{limits}}
        """);
}
