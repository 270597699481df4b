using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>No curve compares a thing with itself.</summary>
public sealed class TautologyTests
{
    private static readonly string[] Columns = ["gamma-plus", "gamma-plus.growth", "gamma-plus.theory", "gamma-plus.growth.theory"];

    [Theory]
    [InlineData("{ kind: heatmap, name: c, x: sigma, y: S, value: gamma-plus }")]
    [InlineData("{ kind: heatmap, name: c, x: sigma, y: S, value: gamma-plus.growth, at: first }")]
    [InlineData("{ kind: heatmap, name: c, x: sigma, y: S, value: gamma-plus.growth, step: 0 }")]
    [InlineData("{ kind: trajectory, name: c, x: sigma, by: S, value: gamma-plus }")]
    public void Value_ThatTrainingAndTheoryShareByConstruction_IsNotCompared(string curve)
    {
        var built = Build(curve, "both");
        Assert.DoesNotContain(built.Residuals, residual => residual.Key is "gamma-plus" || residual.Value.Max == 0);
        Assert.DoesNotContain("theory", built.Table.Columns.Where(column => column == "theory" && built.Chart is HeatmapChart));
    }

    [Fact]
    public void Heatmap_Against_ComparesWhatWasMeasuredWithWhatWasPredicted()
    {
        var built = Build("{ kind: heatmap, name: c, x: sigma, y: S, value: gamma-plus.growth, against: gamma-plus }", "both");
        var panels = ((HeatmapChart)built.Chart).Panels;
        Assert.Equal(["measured: gamma-plus.growth", "predicted: gamma-plus"], panels.Select(panel => panel.Title));
        Assert.Equal([3, 4], [panels[0].Values[0], panels[1].Values[0]]);
        Assert.Equal(1, built.Residuals["gamma-plus.growth"].Max);
        Assert.Contains("gamma-plus.growth: deviation from gamma-plus at most 1, rms 1", built.Findings);
    }

    [Fact]
    public void Trajectory_Against_DrawsThePrediction()
    {
        var built = Build("{ kind: trajectory, name: c, x: sigma, by: S, value: gamma-plus.growth, against: gamma-plus }", "both");
        var prediction = ((LineChart)built.Chart).Panels[0].Series.First(series => series.Role == SeriesRole.Theory);
        Assert.Equal(("predicted: gamma-plus", 4), (prediction.Label, prediction.Y[0]));
        Assert.Equal(1, built.Residuals["gamma-plus.growth"].Max);
    }

    [Theory]
    [InlineData("theory", true)]
    [InlineData("both", false)]
    [InlineData("train", false)]
    public void Engine_TheoryAlone_IsSaid(string engine, bool said)
    {
        var built = Build("{ kind: trajectory, name: c, x: step, by: [sigma, S], value: loss }", engine);
        Assert.Equal(said, built.Findings.Contains("theory only: nothing was trained, so agreement with theory says nothing of training"));
        Assert.Equal(said, built.Chart.Note.StartsWith("theory only: nothing was trained", StringComparison.Ordinal));
    }

    [Fact]
    public void Emergence_SkillThatWasCalibratedOn_IsNoPrediction()
    {
        var (spec, grid, results) = SampleCurves.Emergence();
        var findings = grid.Build(spec, results).Findings;
        Assert.Contains(findings, finding => finding.StartsWith("skill-strength.1 calibrated: ", StringComparison.Ordinal) && finding.EndsWith("(of the fit to these data: no prediction)", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("skill-strength.2 calibrated: ", StringComparison.Ordinal) && !finding.Contains("prediction", StringComparison.Ordinal));
    }

    private static Curve Build(string curve, string engine)
    {
        var plan = SweepPlan.Load($$"""
            name: gamma
            model: { kind: deep-linear, widths: [1, 4, 1] }
            init: { kind: normal, std: 1 }
            task: { kind: linear-teacher, coefficients: [1] }
            optimizer: { kind: gd }
            steps: 10
            engine: {{engine}}
            measure: { at: [0, 10], observables: [gamma-plus, loss] }
            axes:
              sigma: { values: [0.1, 1], sets: init.std }
              S: { values: [1, 2], sets: "task.coefficients[0]" }
            curves:
              - {{curve}}
            """);
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (int i = 0; i < plan.PointCount; i++) builder.Fold(FakeGrid.Finished(i, [.. Columns, "loss"], [0, 4, 1, 4, 1, 9], [10, 4, 3, 4, 3.5, 8]));
        return builder.Build();
    }
}
