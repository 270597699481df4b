using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Tests.Curves;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>The title of a picture says what it shows, whatever its curve is called.</summary>
public sealed class TitleTests
{
    [Fact]
    public void Title_OfEverySample_SaysWhatIsShown()
    {
        string[] titles = [.. SampleCurves.All().Select(sample => sample.Grid.Build(sample.Spec, sample.Results).Chart.Title)];
        Assert.Equal(
        [
            "kernel-distance at the end of training over ratio and lambda",
            "kernel-distance-both: kernel-distance at the end of training over ratio and lambda, trained and exact",
            "stages: mode-strength along training, by depth",
            "loss-by-rate: loss along training, by rate",
            "emergence: skill-strength of each skill along training",
            "grokking: accuracy on training and test data along training, by case",
            "delay: steps until accuracy and test-accuracy reach 0.95 over targetScale, and their ratio",
            "learning phases over rate and decay",
            "scaling-time: loss against training steps, with the fitted exponent",
            "scaling-compute: loss against compute, with the fitted exponent",
            "neural collapse along training, by model",
            "stability: share of diverged trainings over scale and learningRate",
            "norms: weight-norm.2 over weight-norm.1 along training, by start",
            "local exponent of loss over step, by depth",
            "test-loss over N and D, with the joint fit",
        ], titles);
    }

    [Fact]
    public void Title_OfATrajectoryOverAnAxis_SaysThatItIsTheEnd()
    {
        var (_, grid, results) = SampleCurves.ManyLines();
        var curve = grid.Build(new TrajectoryCurve { Name = "last", Value = "loss", X = "rate" }, results);
        Assert.Equal("last: loss over rate, at the end of training", Assert.IsType<LineChart>(curve.Chart).Title);
    }
}
