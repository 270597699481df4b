using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Levels beside a measured line, and the largest value of a training in a map.</summary>
public sealed class LevelTests
{
    [Fact]
    public void Trajectory_Level_IsDrawnDashedAndNotComparedWith()
    {
        var built = Build("{ kind: trajectory, name: c, value: sharpness, level: sharpness.limit, by: rate, x: step }");
        var series = Assert.Single(((LineChart)built.Chart).Panels).Series;
        LineSeries[] levels = [.. series.Where(line => line.Stroke == LineStroke.Dashed)];
        Assert.Equal(2, levels.Length);
        Assert.All(levels, level => Assert.Equal(("sharpness.limit, 2/η", SeriesRole.Theory), (level.Label, level.Role)));
        Assert.Equal([20, 20], levels[0].Y);
        Assert.Equal([5.05, 5.05], levels[1].Y);
        Assert.Empty(built.Residuals);
        Assert.DoesNotContain(built.Findings, finding => finding.Contains("deviation", StringComparison.Ordinal));
        Assert.Equal(["sharpness (rate = 0.2): within 2% of sharpness.limit from step 10 on"],
            built.Findings.Where(finding => finding.Contains("within", StringComparison.Ordinal)));
        Assert.Contains("sharpness.limit", built.Table.Columns);
        Assert.DoesNotContain("residual", built.Table.Columns);
    }

    [Fact]
    public void Trajectory_LevelOverAnAxis_IsThatOfEachPlace()
    {
        var built = Build("{ kind: trajectory, name: c, value: sharpness, level: sharpness.limit, x: rate }");
        var series = Assert.Single(((LineChart)built.Chart).Panels).Series;
        Assert.Equal([20, 5.05], series.Single(line => line.Stroke == LineStroke.Dashed).Y);
        Assert.Equal("sharpness, λ_max", ((LineChart)built.Chart).Y.Label);
    }

    [Fact]
    public void Trajectory_LevelAndPrediction_AreRefusedTogether() => Assert.Contains("cannot be given together with against",
        Assert.Throws<SpecException>(() => Plan("{ kind: trajectory, name: c, value: sharpness, level: sharpness.limit, against: sharpness.edge }")).Message);

    [Fact]
    public void Heatmap_AtLargest_ShowsTheLargestOfEachTraining()
    {
        var map = Assert.IsType<HeatmapChart>(Build("{ kind: heatmap, name: c, value: sharpness, x: rate, y: width, at: largest }").Chart);
        Assert.Equal([7, 7, 7, 7], map.Panels[0].Values);
        Assert.Contains("at its largest", map.Title);
        Assert.Equal("width", map.Y.Label); // cases that set several parameters have the symbol of none of them
        Assert.Equal("rate (η)", map.X.Label);
    }

    [Fact]
    public void Quantiles_Theory_IsTheMedianAsTheLine()
    {
        PointLine[] lines = [.. new[] { 1.0, 2, 30 }.Select((value, i) => new PointLine(i, [0], [value], [value]))];
        Assert.Equal([2], SeedBand.Of(lines, BandKind.Quantiles, pooled: false).Theory);
        Assert.Equal([11], SeedBand.Of(lines, BandKind.Std, pooled: false).Theory);
    }

    [Fact]
    public void Points_OfAnAxisOverAnOmittedParameter_HaveTheIdentityOfThePointsWithoutIt()
    {
        string text = """
            name: units
            model: { kind: deep-linear, widths: [1, 4, 1] }
            init: { kind: normal, std: 1 }
            task: { kind: linear-teacher, coefficients: [1] }
            optimizer: { kind: gd, learningRate: 0.1 }
            steps: 10
            measure: { at: [0, 10], observables: [loss, learning-rate] }
            """;
        var plan = SweepPlan.Load(text + """

            axes:
              unit: { values: [sharpness, absolute], sets: optimizer.learningRateUnit }
            """);
        Assert.Contains("learningRateUnit", plan.PointText(0));
        Assert.Equal(SweepPlan.Load(text).PointId(0), plan.PointId(1));
    }

    private static SweepPlan Plan(string curve) => SweepPlan.Load($$"""
        name: edge
        model: { kind: deep-linear, widths: [1, 4, 1] }
        init: { kind: normal, std: 1 }
        task: { kind: linear-teacher, coefficients: [1] }
        optimizer: { kind: gd }
        steps: 10
        measure: { at: [0, 10], observables: [sharpness] }
        axes:
          rate: { values: [0.1, 0.2], sets: optimizer.learningRate }
          width:
            cases:
              four: { "model.widths[1]": 4, init.std: 0.5 }
              nine: { "model.widths[1]": 9, init.std: 0.3 }
        curves:
          - {{curve}}
        """);

    private static Curve Build(string curve)
    {
        var plan = Plan(curve);
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (int i = 0; i < plan.PointCount; i++)
        {
            double limit = plan.Coordinates(i)[0] == 0 ? 20 : 5.05;
            var records = new MeasurementTable(["sharpness", "sharpness.edge", "sharpness.limit"]);
            records.Add(0, [7, 7 / limit, limit]);
            records.Add(10, [5, 5 / limit, limit]);
            builder.Fold(new PointResult(i, OutcomeStatus.Finished, 10, records));
        }

        return builder.Build();
    }
}
