using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Tests.Curves;
using ScottPlot;
using ScottPlot.Plottables;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>What is drawn into a panel stands where its values are.</summary>
public sealed class PanelGeometryTests
{
    // A plot is drawn with one paint. Dashes that are left on it are none that Skia's SVG can give to markers: it said so of each on stderr.
    [Fact]
    public void Markers_AfterDashes_AreDrawnWithACleanPaint()
    {
        var chart = Chart(Decaying with { Stroke = LineStroke.Dotted }, new("threshold", [2], [0.5], 0, LineStroke.Markers));
        var drawn = LinePlots.Create(chart, PlotSize.Of(chart)).Single().PlottableList;

        Assert.IsType<CleanPaint>(drawn[drawn.FindLastIndex(plottable => plottable is Scatter) - 1]);
    }

    private static readonly double[] Steps = [0, 1, 10, 100];

    [Fact]
    public void Band_PositiveLowBelowTheLine_IsDrawnWhereItIs()
    {
        var plot = Draw(Decaying with { Low = [0.5, 0.2, 0.02, 0.001], High = [2, 0.8, 0.08, 0.02] });
        var corners = Corners(plot);

        Assert.Equal([-0.699, -1.699, -3], corners.Where(corner => corner.Y < Math.Log10(0.005) || corner is { X: 0, Y: < -0.4 } or { X: 1, Y: < -1.5 })
            .OrderBy(corner => corner.X).Select(corner => Math.Round(corner.Y, 3)));
        Assert.True(plot.Axes.GetLimits().Bottom < -3);
    }

    [Fact]
    public void Band_LowOfZeroOrLess_ReachesTheLowerEdge_AndNoOtherCornerDoes()
    {
        var plot = Draw(Decaying with { Low = [0.5, 0.2, -0.01, 0.01], High = [2, 0.8, 0.08, 0.02] });
        double bottom = plot.Axes.GetLimits().Bottom;

        var low = Assert.Single(Corners(plot).Distinct(), corner => Math.Abs(corner.Y - bottom) < 1e-9);
        Assert.Equal(1, low.X, 1e-9);
    }

    [Fact]
    public void Zero_OnALogarithmicOrdinate_IsMarkedAtTheLowerEdge()
    {
        var plot = Draw(Decaying with { Y = [1, 0.4, 0, 0.01] });
        var marks = plot.GetPlottables<EdgeMarks>().Single();

        var mark = Assert.Single(marks.Marks, found => found.Below);
        Assert.Equal((1, plot.Axes.GetLimits().Bottom, 0), (mark.X, mark.Y, mark.Color));
        Assert.True(mark.Y < -2 - 0.04 * 2, "the mark stands off the least value");
    }

    [Fact]
    public void StepZero_OnALogarithmicAbscissa_IsMarkedAtTheLeftEdgeAtItsValue()
    {
        var plot = Draw(Decaying);
        var mark = Assert.Single(plot.GetPlottables<EdgeMarks>().Single().Marks);
        Assert.Equal((plot.Axes.GetLimits().Left, 0, false), (mark.X, mark.Y, mark.Below));
        Assert.True(mark.X < 0);
    }

    [Fact]
    public void Arrows_AtOnePlace_AreUnderEachOther()
    {
        CensoredMark Arrow(double x, double y) => new(x, y, 1, 2, 0, "0");
        var chart = Chart(Decaying);
        chart = chart with { Panels = [chart.Panels[0] with { Censored = [Arrow(10, 5), Arrow(10, 4.9), Arrow(10, 5), Arrow(1, 5)] }] };
        var plot = LinePlots.Create(chart, PlotSize.Of(chart)).Single();
        var limits = plot.Axes.GetLimits();
        var arrows = plot.GetPlottables<Marker>().ToList();
        double[] heights = [.. arrows.Where(arrow => arrow.X == 1).Select(arrow => arrow.Y)];

        Assert.Equal(Math.Log10(5), heights[0], 1e-12);
        for (int i = 1; i < 3; i++) Assert.InRange(heights[i - 1] - heights[i], 0.049 * (limits.Top - limits.Bottom), 1);
        Assert.Equal(Math.Log10(5), Assert.Single(arrows, arrow => arrow.X == 0).Y, 1e-12);
    }

    [Fact]
    public void EdgeMarks_AreToldInTheLegend()
    {
        string[] texts = [.. DrawnText.Of(Chart(Decaying with { Y = [1, 0.4, 0, 0.01] })).Texts.Select(text => text.Text)];
        Assert.Contains("value 0", texts);
        Assert.Contains("step 0", texts);
    }

    [Fact]
    public void Levels_OfEverySample_AreToldInTheLegend()
    {
        var names = new HashSet<string>();
        foreach (var (spec, grid, results) in SampleCurves.All())
        {
            if (grid.Build(spec, results).Chart is not LineChart chart) continue;
            string[] texts = [.. DrawnText.Of(chart).Texts.Select(text => text.Text)];
            foreach (var panel in chart.Panels.Where(panel => panel.Levels.Count > 0))
            {
                Assert.Contains(panel.LevelsName, texts);
                names.Add(panel.LevelsName);
            }
        }

        Assert.Equal(["E of the fit", "ratio 1: no delay", "threshold 0.5", "thresholds 0.95 (train), 0.8 (test)"], names.Order());
    }

    [Fact]
    public void Bands_OfEverySample_AreWithinTheirPanels()
    {
        int bands = 0;
        foreach (var (spec, grid, results) in SampleCurves.All())
        {
            if (grid.Build(spec, results).Chart is not LineChart chart) continue;
            foreach (var plot in LinePlots.Create(chart, PlotSize.Of(chart)))
            {
                var limits = plot.Axes.GetLimits();
                foreach (var corner in plot.GetPlottables<Polygon>().SelectMany(band => band.Coordinates))
                    Assert.True(corner.Y >= limits.Bottom && corner.Y <= limits.Top, $"{spec.Name}: the band is cut at {corner.Y}, beyond {limits}");
                bands += plot.GetPlottables<Polygon>().Count();
            }
        }

        Assert.True(bands > 10, $"{bands} bands");
    }

    [Fact]
    public void Accuracy_WithABandAboveOneAndBelowZero_HasItWhole()
    {
        var (spec, grid, _) = SampleCurves.Grokking();
        string[] columns = ["accuracy", "test-accuracy"];
        var chart = Assert.IsType<LineChart>(grid.Build(spec, [.. Enumerable.Range(0, (int)grid.PointCount)
            .Select(point => FakeGrid.Finished(point, columns, [1, 0.9, grid.SeedOf(point) % 2 == 0 ? 0 : 0.3], [10, grid.SeedOf(point) % 2 == 0 ? 1 : 0.4, 0.9]))]).Chart);
        foreach (var panel in chart.Panels)
        {
            Assert.True(panel.Series.Max(series => series.High!.Max()) > 1.02);
            Assert.True(panel.Series.Min(series => series.Low!.Min()) < 0);
        }

        foreach (var plot in LinePlots.Create(chart, PlotSize.Of(chart)))
            Assert.All(plot.GetPlottables<Polygon>().SelectMany(band => band.Coordinates), corner => Assert.InRange(corner.Y, plot.Axes.GetLimits().Bottom, plot.Axes.GetLimits().Top));
    }

    [Fact]
    public void LinearAxes_HaveNoEdgeMarks()
    {
        var chart = Chart(Decaying with { Y = [1, 0, -1, 0] });
        var plot = LinePlots.Create(chart with { X = new("step"), Y = new("loss") }, PlotSize.Of(chart)).Single();
        Assert.Empty(plot.GetPlottables<EdgeMarks>());
    }

    [Fact]
    public void DivergedAtStepZero_OnALogarithmicAbscissa_HasItsCross()
    {
        var chart = Chart(Decaying);
        var plot = LinePlots.Create(chart with { Panels = [chart.Panels[0] with { Diverged = [new(0, 1, 0, "1")] }] }, PlotSize.Of(chart)).Single();
        Assert.All(plot.GetPlottables<Marker>(), cross => Assert.Equal(plot.Axes.GetLimits().Left, cross.X));
        Assert.NotEmpty(plot.GetPlottables<Marker>());
    }

    [Fact]
    public void Theory_IsADarkShadeOfItsLine_AndOneEntryOfTheLegendForAll()
    {
        var theory = Decaying with { Label = "theory", Role = SeriesRole.Theory, Stroke = LineStroke.Dashed };
        var chart = Chart(Decaying, theory, Decaying with { Color = 1 }, theory with { Color = 1 });
        var lines = LinePlots.Create(chart, PlotSize.Of(chart)).Single().GetPlottables<Scatter>().ToArray();

        Assert.Equal(4, lines.Length);
        foreach (int i in (int[])[0, 2])
        {
            Assert.Equal(lines[i].Color.Hue, lines[i + 1].Color.Hue, 0.02);
            Assert.True(lines[i + 1].Color.Luminance < lines[i].Color.Luminance);
            Assert.True(lines[i + 1].LineWidth < lines[i].LineWidth);
        }

        Assert.Single(DrawnText.Of(chart).Texts, text => text.Text == "theory");
    }

    private static LineSeries Decaying => new("loss", Steps, [1, 0.4, 0.04, 0.01], 0);

    private static LineChart Chart(params LineSeries[] series) =>
        new() { Title = "loss", X = new("optimizer steps", true) { Name = "step" }, Y = new("loss", true), Panels = [new("", series)] };

    private static Plot Draw(LineSeries series)
    {
        var chart = Chart(series);
        return LinePlots.Create(chart, PlotSize.Of(chart)).Single();
    }

    private static Coordinates[] Corners(Plot plot) => plot.GetPlottables<Polygon>().Single().Coordinates;
}
