using LayerDyn.Science.Theory.Attention;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Losses of linear attention are drawn with the plateaus and the first drops that theory gives beforehand.</summary>
public sealed class LossLandmarksTests
{
    private static readonly double[] Plateaus = [0.5, 0.320290, 0.188686, 0.104902, 0.067998];

    [Theory]
    [InlineData("step", 1)]
    [InlineData("time", 2)]
    public void SeparateHeads_EveryRun_HaveThePlateausAndTheirFirstDrops(string x, double perStep)
    {
        var plan = Plan($"by: scale, x: {x}");
        var curve = Build(plan, late: 1.1);
        var panel = Assert.Single(Assert.IsType<LineChart>(curve.Chart).Panels);
        Assert.Equal(5, panel.Levels.Count);
        for (int count = 0; count < 5; count++) Assert.Equal(Plateaus[count], panel.Levels[count], 5e-7);

        LineSeries[] drops = [.. panel.Series.Where(series => series.Label == "predicted first drop")];
        Assert.Equal(["predicted first drop, scale = 0.01", "predicted first drop, scale = 0.02"], drops.Select(series => series.Name));
        for (int scale = 0; scale < 2; scale++)
        {
            double[] expected = [.. Enumerable.Range(0, 3).Select(seed => Drop(plan, 3 * scale + seed) * perStep).Order()];
            Assert.Equal(expected, drops[scale].X);
            Assert.All(drops[scale].Y, height => Assert.Equal((Plateaus[0] + Plateaus[1]) / 2, height, 1e-6));
            Assert.Equal((LineStroke.Markers, SeriesRole.Theory, scale), (drops[scale].Stroke, drops[scale].Role, drops[scale].Color));
        }

        Assert.Contains("plateaus of theory: 0.5, 0.3203, 0.1887, 0.1049, 0.068", curve.Findings);
        Assert.Contains("first drop (scale = 0.01), measured over predicted: 1.1 to 1.1 in 3 of 3 runs", curve.Findings);
    }

    [Fact]
    public void MergedHeads_HaveTheFirstAndTheLastPlateauAlone()
    {
        var panel = Assert.Single(Assert.IsType<LineChart>(Build(Plan("by: scale", "merged")).Chart).Panels);
        Assert.Equal(2, panel.Levels.Count);
        Assert.DoesNotContain(panel.Series, series => series.Label == "predicted first drop");
    }

    [Theory]
    [InlineData("x: step")]
    [InlineData("x: scale")]
    public void Loss_OfPointsThatDifferOrAtTheEnd_HasNone(string curve)
    {
        var built = Build(Plan(curve));
        Assert.All(Assert.IsType<LineChart>(built.Chart).Panels, panel => Assert.Empty(panel.Levels));
        Assert.DoesNotContain(built.Findings, finding => finding.Contains("plateaus", StringComparison.Ordinal));
    }

    [Fact]
    public void Loss_OfAnotherModel_HasNone()
    {
        var plan = SweepPlan.Load("""
            name: other
            model: { kind: diagonal-linear }
            init: { kind: balanced-constant }
            task: { kind: linear-teacher, coefficients: [1] }
            optimizer: { kind: gd }
            steps: 10
            measure: { at: [0], observables: [loss] }
            curves: [{ kind: trajectory, name: loss, value: loss }]
            """);
        Assert.All(Assert.IsType<LineChart>(Build(plan).Chart).Panels, panel => Assert.Empty(panel.Levels));
    }

    private static SweepPlan Plan(string curve, string keyQuery = "separate") => SweepPlan.Load($$"""
        name: landmarks
        model: { kind: linear-attention, keyQuery: {{keyQuery}} }
        init: { kind: balanced-heads }
        task: { kind: in-context-regression }
        optimizer: { kind: gd, learningRate: 2 }
        steps: 6000
        measure: { at: { every: 10 }, observables: [loss] }
        axes: { scale: { values: [0.01, 0.02], sets: init.scale } }
        seeds: 3
        curves: [{ kind: trajectory, name: loss, value: loss, {{curve}} }]
        """);

    private static double Drop(SweepPlan plan, long index) =>
        FirstDrop.Of(plan.Experiment(index)) is { } time ? time / plan.Experiment(index).Optimizer.LearningRate : 1000;

    // A straight fall from the first plateau to the second, half-way down so many times as late as is predicted.
    private static Curve Build(SweepPlan plan, double late = 1)
    {
        var builder = plan.Curves[0].CreateBuilder(plan);
        for (long index = 0; index < plan.PointCount; index++)
        {
            double drop = late * Drop(plan, index);
            builder.Fold(FakeGrid.Finished(index, ["loss"], [.. Enumerable.Range(0, 601).Select(row => (double[])
                [10 * row, Plateaus[0] - (Plateaus[0] - Plateaus[1]) * Math.Clamp((10 * row - drop) / 100 + 0.5, 0, 1)])]));
        }

        return builder.Build();
    }
}
