using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tests.Kinds;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Curves over axes whose values are drawn: maps in parts of the intervals, scatters, and lines by what is chosen among few.</summary>
public sealed class SampledCurveTests
{
    private static readonly string[] Columns = ["loss"];
    private static readonly SweepPlan Plan = SweepPlan.Load("""
        name: drawn
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init }
        task: { kind: toy-task }
        optimizer: { kind: toy-gd }
        steps: 10
        engine: theory
        measure: { observables: [toy-loss] }
        axes:
          lambda: { uniform: [0, 4], sets: [init.lambda] }
          scale: { logUniform: [1, 16], sets: [init.scale] }
          whiten: { choice: [true, false], sets: [task.whiten] }
        samples: 64
        """);

    [Fact]
    public void Heatmap_OverTwoIntervals_HasASampleInEachOfAsManyParts()
    {
        // The loss of a point is where it is.
        var curve = Build(new HeatmapCurve { Name = "map", X = "scale", Y = "lambda", Value = "loss" }, init => Math.Log2(init.Scale) + 10 * init.Lambda);
        var map = Assert.IsType<HeatmapChart>(curve.Chart);

        Assert.Equal((8, 8), (map.X.Count, map.Y.Count));
        Assert.Equal((AxisScale.Log, AxisScale.Linear), (map.X.Scale, map.Y.Scale));
        Assert.Equal([0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25, 3.75], map.Y.Numbers!.Select(middle => Math.Round(middle, 12)));
        for (int cell = 0; cell < 64; cell++)
        {
            Assert.Single(StridedPoints.Read(map.Behind[cell]));
            double expected = Math.Log2(map.X.Numbers![cell % 8]) + 10 * map.Y.Numbers![cell / 8];
            Assert.InRange(map.Panels[0].Values[cell], expected - 2.75, expected + 2.75);
        }

        // No point has a part's middle, by which one would look for it.
        Assert.Null(map.X.Name);
        Assert.Contains("cells are 8 equal parts of scale and 8 equal parts of lambda", map.Note);
        Assert.Contains("mean over samples of lambda, scale, whiten", map.Note);
        Assert.All(curve.Table.Rows, row => Assert.True(double.IsNaN((double)row[5]!)));
    }

    [Fact]
    public void Heatmap_OverChoiceAndInterval_HasTheChosenValues()
    {
        var map = Assert.IsType<HeatmapChart>(Build(new HeatmapCurve { Name = "map", X = "whiten", Y = "scale", Value = "loss" }, init => init.Scale).Chart);

        Assert.Equal(["true", "false"], map.X.Ticks);
        Assert.Equal(32, map.Y.Count);
        Assert.Equal("whiten", map.X.Name);
        Assert.Equal(64, map.Behind.Sum(list => StridedPoints.Read(list).Count()));
    }

    [Fact]
    public void Trajectory_OverInterval_IsAScatterInItsOrder()
    {
        var curve = Build(new TrajectoryCurve { Name = "line", X = "scale", Value = "loss", By = ["whiten"] }, init => init.Scale);
        var panel = Assert.IsType<LineChart>(curve.Chart).Panels[0];

        Assert.Equal(["whiten = true", "whiten = false"], panel.Series.Select(series => series.Label));
        Assert.All(panel.Series, series => Assert.Equal((LineStroke.Markers, 32), (series.Stroke, series.X.Count)));
        Assert.All(panel.Series, series => Assert.Equal(series.X.Order(), series.X));
        Assert.All(panel.Series, series => Assert.Equal(series.X, series.Y));
    }

    [Fact]
    public void Trajectory_OverTheOnlySampledAxis_IsALine()
    {
        var plan = SweepPlan.Load(Plan.ResolvedYaml, ["axes.lambda.values=[1]", "axes.whiten.values=[true]"]);
        var curve = Build(plan, new TrajectoryCurve { Name = "line", X = "scale", Value = "loss" }, init => init.Scale);
        var series = Assert.Single(Assert.IsType<LineChart>(curve.Chart).Panels[0].Series);

        Assert.Equal((LineStroke.Solid, 64), (series.Stroke, series.X.Count));
    }

    [Fact]
    public void Trajectory_ByChoice_PoolsTheSamplesOfEachChoice()
    {
        var curve = Build(new TrajectoryCurve { Name = "line", X = "step", Value = "loss", By = ["whiten"] }, init => init.Scale);
        var series = Assert.IsType<LineChart>(curve.Chart).Panels[0].Series;

        Assert.Equal(["whiten = true, mean over samples", "whiten = false, mean over samples"], series.Select(line => line.Label));
        Assert.Equal(Points(Plan).Where(point => Plan.Axes[2].Labels[Plan.Coordinates(point)[2]] == "true").Average(point => Init(Plan, point).Scale), series[0].Y[0], 1e-12);
        Assert.Contains(curve.Findings, finding => finding.StartsWith("values are over samples of lambda, scale: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_OnChoice_LeavesItsSamples()
    {
        var curve = Build(new HeatmapCurve { Name = "map", X = "scale", Y = "lambda", Value = "loss", Where = new Dictionary<string, IReadOnlyList<string>> { ["whiten"] = ["true"] } }, init => init.Scale);

        Assert.Equal(32, curve.Points);
    }

    private static Curve Build(CurveSpec spec, Func<ToyInit, double> value) => Build(Plan, spec, value);

    private static Curve Build(SweepPlan plan, CurveSpec spec, Func<ToyInit, double> value)
    {
        var builder = spec.CreateBuilder(plan);
        foreach (long point in Points(plan)) builder.Fold(FakeGrid.Finished(point, Columns, [10, value(Init(plan, point))]));
        return builder.Build();
    }

    private static IEnumerable<long> Points(SweepPlan plan) => Enumerable.Range(0, (int)plan.PointCount).Select(point => (long)point);

    private static ToyInit Init(SweepPlan plan, long point) => Assert.IsType<ToyInit>(plan.Experiment(point).Init);
}
