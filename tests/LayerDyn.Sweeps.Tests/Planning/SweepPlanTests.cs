using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class SweepPlanTests
{
    private const string HeatMap = """
        name: toy-map
        description: two axes and three seeds
        figure: none
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init, lambda: 0, scale: 1 }
        task: { kind: toy-task, whiten: true }
        optimizer: { kind: toy-gd, learningRate: 0.01 }
        steps: 4000
        engine: theory
        measure: { at: { logPerDecade: 10 }, observables: [toy-loss] }
        axes:
          lambda: { linspace: [-9, 9, 40], sets: [init.lambda] }
          ratio: { linspace: [1, 20, 40], sets: [init.scale, task.targetDivisor] }
        seeds: { count: 3, first: 7 }
        curves:
          - { kind: toy-map, name: distance, x: ratio, value: toy-loss, log10: true }
        variants:
          quick: { steps: 400, axes.lambda.linspace: [-9, 9, 10] }
        """;

    [Fact]
    public void Load_PublishedGrid_HasItsPoints()
    {
        var plan = SweepPlan.Load(HeatMap);
        Assert.Equal(4800, plan.PointCount);
        Assert.Equal(["lambda", "ratio"], plan.Axes.Select(axis => axis.Name));
        Assert.Equal(7, plan.SeedOf(0));
        Assert.Equal(9, plan.SeedOf(2));
        Assert.Equal([0, 1], plan.Coordinates(3));
        Assert.Equal([1, 0], plan.Coordinates(120));
        Assert.Equal([39, 39], plan.Coordinates(4799));
        Assert.True(plan.HasTemplate);
    }
}
