using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class GridColumnsTests
{
    private static readonly SweepLimits Sampled = new() { ExhaustiveCombinations = 1 };

    /// <summary>The columns of a grid that is not bound point by point are those of one that is, in the same order.</summary>
    [Theory]
    [InlineData("rate: { linspace: [0.01, 0.02, 300], sets: optimizer.learningRate }, w: { values: [[4, 4], [4, 4, 4, 4], [4, 4, 4]], sets: model.widths }", "train")]
    [InlineData("skip: { values: [0, 1, 2], sets: init.std }, w: { values: [[4, 2, 4], [4, 4]], sets: model.widths }, whiten: { values: [true, false], sets: task.whiten }", "train")]
    [InlineData("what: { values: [[loss], [weight-norm, loss], [loss, weight-drift]], sets: measure.observables }, n: { values: [10, 20], sets: task.samples }", "train")]
    [InlineData("e: { values: [train, both, theory], sets: engine }, rate: { values: [0.01, 0.02], sets: optimizer.learningRate }", "train")]
    [InlineData("o: { values: [gd, gradient-flow], sets: optimizer.kind }, w: { values: [[4, 4], [4, 1, 4]], sets: model.widths }", "both")]
    public void Columns_OfASampledGrid_AreThoseOfAllItsPoints(string axes, string engine)
    {
        string yaml = $$"""
            name: sampled
            model: { kind: deep-linear, widths: [4, 4] }
            init: { kind: normal, std: 0.5 }
            task: { kind: gaussian-regression, samples: 20, whiten: true }
            optimizer: { kind: gd, learningRate: 0.05 }
            steps: 4
            engine: {{engine}}
            measure: { observables: [weight-norm, loss] }
            axes: { {{axes}} }
            """;
        var plan = SweepPlan.Load(yaml, limits: Sampled);
        var measured = Enumerable.Range(0, (int)plan.PointCount).SelectMany(index => ExperimentColumns.Of(plan.Experiment(index))).ToHashSet();
        Assert.Equal(measured, plan.Columns.ToHashSet());
        Assert.Equal(SweepPlan.Load(yaml).Columns, plan.Columns);
    }

    /// <summary>A grid of 300,000 combinations of axes that can all change the columns: 22 s when each was looked at.</summary>
    [Fact]
    public void Columns_OfManyCombinations_AreFoundWithoutLookingAtEach()
    {
        var plan = SweepPlan.Load("""
            name: many
            model: { kind: mlp, widths: [4, 4, 4], biases: false }
            init: { kind: normal, std: 0.5 }
            task: { kind: gaussian-regression, samples: 20, inputs: 4, outputs: 4 }
            optimizer: { kind: gd, learningRate: 0.05 }
            steps: 4
            measure: { observables: [weight-norm] }
            axes:
              samples: { range: [10, 1010, 1], sets: task.samples }
              what: { values: [[loss], [weight-norm], [weight-drift]], sets: measure.observables }
              hidden: { range: [1, 101, 1], sets: "model.widths[1]" }
            """);
        Assert.Equal(300_000, plan.PointCount);
        Assert.Equal(["weight-drift", "weight-norm.1", "weight-norm.2", "loss"], plan.Columns);
    }
}
