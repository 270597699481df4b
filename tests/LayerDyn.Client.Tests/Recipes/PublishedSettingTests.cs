using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Optimizers;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Tests.Recipes;

/// <summary>The recipes of published figures train at the settings of the authors' scripts.</summary>
public sealed class PublishedSettingTests
{
    [Fact]
    public void EmergenceTime_IsThatOfTheAuthors()
    {
        var plan = SweepPlan.Load(RecipeRun.Text("emergence-time"));
        var experiment = plan.Experiment(0);
        var sgd = Assert.IsType<Sgd>(experiment.Optimizer);
        Assert.Equal((10, 20_000L, 0.02, 4000), (plan.Seeds, experiment.Steps, sgd.LearningRate, sgd.BatchSize));
        Assert.Equal((0.01, BiasInit.Normal), Weights(experiment));
        Assert.Equal(0.01 * 0.01 / (3.6 * 5), Assert.IsType<EmergenceCurve>(plan.Curves.Single()).Start!.Value, 1e-7); // std^2 / (3.6 S)
    }

    [Fact]
    public void EmergenceData_IsThatOfTheAuthors()
    {
        var plan = SweepPlan.Load(RecipeRun.Text("emergence-data"));
        var experiment = plan.Experiment(0);
        Assert.Equal((10, 0.05, 0), (plan.Seeds, experiment.Optimizer.LearningRate, experiment.Optimizer.BatchSize));
        Assert.Equal((0.001, BiasInit.Normal), Weights(experiment));
        Assert.Equal((500, 35_000), (plan.Axes.Single().Numbers![0], plan.Axes.Single().Numbers![^1]));
    }

    [Fact]
    public void EmergenceParameters_IsThatOfTheAuthors()
    {
        var plan = SweepPlan.Load(RecipeRun.Text("emergence-parameters"));
        var experiment = plan.Experiment(0);
        var adam = Assert.IsType<Adam>(experiment.Optimizer);
        Assert.Equal((10, 500_000L, 4000), (plan.Seeds, experiment.Steps, adam.BatchSize));
        Assert.Equal((0.01, 0.0005), (adam.LearningRate, adam.WeightDecay));
        Assert.Equal((0.05, BiasInit.Normal), Weights(experiment));
        Assert.Equal(Enumerable.Range(1, 20), Enumerable.Range(0, 20).Select(i => Assert.IsType<MlpModel>(plan.Experiment(10 * i).Model).Widths[1]));
    }

    [Fact]
    public void GrokkingMnist_CaseD_TrainsAsFastAsTheAuthors()
    {
        // In PyTorch it trains to 0.35 +- 0.08, 0.70 +- 0.03, 0.81 +- 0.02 and 0.915 +- 0.008 over twelve seeds after 1, 3, 5 and 12 epochs of 8 steps.
        var run = RecipeRun.Of("grokking-mnist", null, $"task.path={RecipeRun.Mnist}", "axes.case.cases={d: {task.inputScale: 0.01}}", "epochs=12",
            "measure.at=[8, 24, 40, 96]", "task.testSamples=100", "seeds=4");
        var curve = Assert.IsType<GrokkingCurve>(run.Plan.Curves.Single());
        Assert.Equal("epoch", curve.X);
        double[] mean = [.. Enumerable.Range(1, 4).Select(i => run.Results.Average(result => RecipeRun.Column(result, "accuracy")[i]))];
        Assert.InRange(mean[0], 0.2, 0.5);
        Assert.InRange(mean[1], 0.6, 0.85);
        Assert.InRange(mean[2], 0.74, 0.86);
        Assert.InRange(mean[3], 0.88, 0.95);
        Assert.Equal(BiasInit.TorchDefault, Assert.IsType<NormalInit>(run.Plan.Experiment(0).Init).Biases);
    }

    private static (double Std, BiasInit Biases) Weights(Experiment experiment)
    {
        var normal = Assert.IsType<NormalInit>(experiment.Init);
        Assert.False(normal.FanIn);
        return (normal.Std, normal.Biases);
    }
}
