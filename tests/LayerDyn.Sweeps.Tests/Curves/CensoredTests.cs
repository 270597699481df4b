using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>Runs that had not generalised when they ended.</summary>
public sealed class CensoredTests
{
    private static readonly FakeGrid Grid = new(3, FakeGrid.Numbers("S", 1, 2, 3));
    private static readonly GrokkingDelayCurve Spec = new() { Name = "delay", X = "S", Threshold = 1 };

    [Fact]
    public void Delay_RunsThatNeverGeneralise_AreShownAndCountAsLater()
    {
        // S = 1: one of three does not; S = 2: two of three do not; S = 3: all diverge.
        var curve = Grid.Build(Spec, [.. Enumerable.Range(0, 9).Select(i => i >= 6 ? FakeGrid.Diverged(i, ["accuracy", "test-accuracy"], 4) : Run(i, test: i is 0 or 1 or 3 ? 100 + i : null))]);
        var panel = ((LineChart)curve.Chart).Panels[0];
        var test = panel.Series.Single(series => series.Label == "test-accuracy reaches 1");
        Assert.Equal(101, test.Y[0]); // the median of 100, 101 and later, not the mean of the two that do
        Assert.True(double.IsNaN(test.Y[1]));
        Assert.Equal([(1, 700, 1, 3), (2, 700, 2, 3)], panel.Censored.Select(mark => (mark.X, mark.Y, mark.Count, mark.Of)));
        Assert.Equal("4-5", string.Join('-', StridedPoints.Read(panel.Censored[1].Behind)));
        Assert.Equal([(1, 70, 1, 3), (2, 70, 2, 3)], ((LineChart)curve.Chart).Panels[1].Censored.Select(mark => (mark.X, mark.Y, mark.Count, mark.Of)));
        Assert.Equal("S = 1: accuracy reaches 1 at step 10, test-accuracy reaches 1 at step 101, delay ratio 10.1 (3 and 2 of 3 points)", curve.Findings[0]);
        Assert.Equal("S = 2: accuracy reaches 1 at step 10, test-accuracy does not reach 1 by step 700, delay ratio above 70 (3 and 1 of 3 points)", curve.Findings[1]);
        Assert.Equal("S = 3: 3 points diverged, none finished", curve.Findings[2]);
        var row = curve.Table.Rows.ElementAt(1);
        Assert.Equal((3L, 1L, double.NaN, 700.0), (row[3], row[4], row[6], row[9]));
    }

    [Fact]
    public void Delay_By_HasALineOfEachPosition()
    {
        var grid = new FakeGrid(1, FakeGrid.Numbers("S", 1, 2), FakeGrid.Names("case", "a", "b"));
        var curve = grid.Build(Spec with { By = ["case"] }, [.. Enumerable.Range(0, 4).Select(i => Run(i, test: i % 2 == 0 ? 100 : null))]);
        var panel = ((LineChart)curve.Chart).Panels[1];
        Assert.Equal(["case = a", "case = b"], panel.Series.Select(series => series.Label));
        Assert.Equal([100, 100], panel.Series[0].Y);
        Assert.All(panel.Censored, mark => Assert.Equal((1, 1), (mark.Color, mark.Count)));
    }

    // Learns at step 10, generalises at a step or never; ends at 700.
    private static PointResult Run(long index, double? test) => FakeGrid.Finished(index, ["accuracy", "test-accuracy"],
        [.. new double[] { 0, 9, 10, test ?? 50, 700 }.Select(step => new[] { step, step >= 10 ? 1 : 0, step >= test ? 1 : 0 })]);
}
