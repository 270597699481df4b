using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>A map of more cells than a picture can show: one value of several has cells, said beside it, and findings count every point.</summary>
public sealed class LargeMapTests
{
    private static readonly string[] Columns = ["loss"];
    private static readonly FakeGrid Grid = new(1, Axis("rate", 2000), Axis("scale", 1000));

    [Fact]
    public void HeatMap_ShowsEverySecondValue_AndCountsAllPoints()
    {
        var spec = new HeatmapCurve { Name = "loss", X = "rate", Y = "scale", Value = "loss" };
        var curve = Grid.Build(spec, [Point(0, 0), Point(2, 1), Point(3, 1), FakeGrid.Diverged(Index(5, 7), Columns, 3), Point(1998, 999)]);

        var map = Assert.IsType<HeatmapChart>(curve.Chart);
        Assert.Equal((5, 1), (curve.Points, curve.Diverged));
        Assert.Equal((1000, 1000, 1_000_000), (map.X.Ticks.Count, map.Y.Ticks.Count, map.Panels[0].Values.Count));
        Assert.Equal([0, 1001, 999_999], map.Panels[0].Values.Select((value, cell) => (value, cell)).Where(found => double.IsFinite(found.value)).Select(found => found.cell));
        Assert.Equal([(0.0, 0.0), (2.0, 1.0), (1998.0, 999.0)], curve.Table.Rows.Select(row => ((double)row[0]!, (double)row[1]!)));
        Assert.Equal(Index(2, 1).ToString(System.Globalization.CultureInfo.InvariantCulture), map.Behind[1001]);
        Assert.Contains("one of 2 values of rate", map.Note);
        Assert.Contains(curve.Findings, finding => finding.Contains("all points are in the results", StringComparison.Ordinal));
    }

    [Fact]
    public void Map_OfAMillionCells_ShowsThemAll()
    {
        var grid = new FakeGrid(1, Axis("rate", 1024), Axis("scale", 1024));
        var curve = grid.Build(new HeatmapCurve { Name = "loss", X = "rate", Y = "scale", Value = "loss" }, [FakeGrid.Finished(1, Columns, [0, 1.5])]);
        Assert.Equal(1 << 20, Assert.IsType<HeatmapChart>(curve.Chart).Panels[0].Values.Count);
        Assert.DoesNotContain("one of", curve.Chart.Note, StringComparison.Ordinal);
    }

    private static Axis Axis(string name, int count) => FakeGrid.Numbers(name, [.. Enumerable.Range(0, count).Select(value => (double)value)]);

    private static LayerDyn.Sweeps.Records.PointResult Point(int x, int y) => FakeGrid.Finished(Index(x, y), Columns, [0, 1 + x + y]);

    private static long Index(int x, int y) => (long)x * 1000 + y;
}
