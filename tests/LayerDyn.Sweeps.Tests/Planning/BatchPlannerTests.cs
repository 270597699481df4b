using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class BatchPlannerTests
{
    [Theory]
    [InlineData("any", 1)]
    [InlineData("cpu", 1)]
    [InlineData("cuda", 24)]
    public void ChooseSize_PerceptronsOfSeconds_TravelTogetherWhereOnlyGpusTrainThem(string device, int expected)
    {
        var plan = SweepPlan.Load($$"""
            name: perceptrons
            model: { kind: mlp, widths: [21, 90, 1] }
            init: { kind: normal, std: 1, fanIn: true }
            task: { kind: multitask-sparse-parity, skills: 3, bits: 18, subset: 2, samples: 500 }
            optimizer: { kind: gd, learningRate: 0.1 }
            steps: 5000
            dtype: float32
            measure: { at: { every: 1000 }, observables: [loss] }
            seeds: 200
            resources: { device: {{device}} }
            """);

        Assert.Equal(expected, BatchPlanner.ChooseSize(plan));
    }
}
