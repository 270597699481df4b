using LayerDyn.Science.Theory;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Thresholds of weight decay on strengths of modes.</summary>
public sealed class DecayLandmarksTests
{
    private static Curve Build(string init, string x = "gamma")
    {
        var plan = SweepPlan.Load($$"""
            name: decay
            model: { kind: diagonal-linear, depth: 3 }
            init: { kind: {{init}} }
            task: { kind: linear-teacher, coefficients: [1, 0.5], samples: 4 }
            optimizer: { kind: gd, learningRate: 0.05 }
            steps: 4000
            measure: { at: { every: 4000 }, observables: [mode-strength] }
            axes:
              gamma: { values: [0, 0.1, 0.2, 0.3, 0.4, 0.5], sets: optimizer.weightDecay }
              rate: { values: [0.05], sets: optimizer.learningRate }
            curves: [{ kind: trajectory, name: c, value: mode-strength, by: rate, x: {{x}} }]
            """);
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (long index = 0; index < plan.PointCount; index++)
            Trainer.Run([new TrainingPoint(index, plan.Experiment(index))], new TrainingRun
            {
                Complete = outcome => builder.Fold(new PointResult(outcome.Index, outcome.Status, outcome.LastStep, outcome.Records)),
            });
        return builder.Build();
    }

    [Fact]
    public void Strengths_OverTheDecay_ShowWhereModesAreLostFromTheirStart()
    {
        var large = new DecayThresholds(3, 1, 1);
        var built = Build("balanced-constant, product: 1");
        var series = Assert.Single(((LineChart)built.Chart).Panels).Series;
        var lost = series.First(line => line.Label == "predicted: lost above γ");
        Assert.Equal([large.Vanishes, large.Vanishes], lost.X);
        Assert.Equal(0, lost.Y[0]);
        Assert.Equal(large.VanishesAt, lost.Y[1], 1e-6);
        var global = series.First(line => line.Label == "global minimum up to γ_g");
        Assert.Equal((large.Switches, 0.5), (global.X[0], global.Y[0]));
        Assert.Equal(4, series.Count(line => line.Label is "predicted: lost above γ" or "global minimum up to γ_g"));
        Assert.Contains(built.Findings, finding => finding == "mode-strength.1 (rate = 0.05): lost above gamma 0.4725, measured between 0.4 and 0.5; no state above 0.4725, global minimum up to 0.3969");
        Assert.Contains(Build("balanced-constant, product: 0.01").Findings, finding => finding.StartsWith(
            "mode-strength.1 (rate = 0.05): lost above gamma 0.2133, measured between 0.2 and 0.3; no state above 0.4725", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("normal, std: 0.5", "gamma")]
    [InlineData("balanced-constant, product: 1", "step")]
    public void Strengths_OfAnotherStartOrAbscissa_HaveNoThresholds(string init, string x) =>
        Assert.DoesNotContain(Build(init, x).Findings, finding => finding.Contains("lost above", StringComparison.Ordinal));
}
