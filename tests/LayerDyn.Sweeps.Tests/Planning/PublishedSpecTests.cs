using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

/// <summary>The spec of the published heat map (figure 6a), with the product's own kinds.</summary>
public sealed class PublishedSpecTests
{
    private const string Spec = """
        name: lazy-rich-imbalance
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init:  { kind: lambda-balanced, lambda: 0, scale: 1 }
        task:  { kind: gaussian-regression, samples: 10, whiten: true, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 4000
        measure: { at: { logPerDecade: 10 }, observables: [loss, kernel-distance, layer-imbalance] }
        axes:
          lambda: { linspace: [-9, 9, 40], sets: [init.lambda] }
          ratio:  { linspace: [1, 20, 40], sets: [init.scale, task.targetDivisor] }
        seeds: 1
        curves:
          - { kind: heatmap, name: kernel-distance, x: ratio, y: lambda, value: kernel-distance, at: last, log10: true }
        """;

    [Fact]
    public void Load_Figure6a_IsThePublishedGrid()
    {
        var plan = SweepPlan.Load(Spec);
        Assert.Equal(1600, plan.PointCount);
        Assert.True(plan.HasTemplate);
        Assert.Contains("kernel-distance", plan.Columns);
        for (long i = 0; i < plan.PointCount; i += 37)
            Assert.Equal(plan.PointText(i), ExperimentText.Write(ExperimentText.Read(plan.PointText(i))));
        var again = SweepPlan.Load(plan.ResolvedYaml);
        Assert.Equal(plan.Id, again.Id);
        Assert.Equal(plan.PointId(1599), again.PointId(1599));
        Assert.Equal(1600 * 4000.0, plan.Estimate().Steps);
    }
}
