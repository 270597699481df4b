using LayerDyn.Science.Initialisations;
using LayerDyn.Sweeps.Curves.Kinds;

namespace LayerDyn.Client.Tests.Recipes;

/// <summary>The recipes of published figures train at the settings of the authors' scripts.</summary>
public sealed class PublishedSettingTests
{
    [Fact]
    public void GrokkingMnist_CaseD_TrainsAsFastAsTheAuthors()
    {
        // The authors' net trains to 0.37-0.42, 0.71-0.76, 0.79-0.81 and 0.91-0.92 after 1, 3, 5 and 12 epochs of 8 steps; seeds differ by more at first.
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
}
