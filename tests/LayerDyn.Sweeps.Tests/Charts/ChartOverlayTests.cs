using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Tests.Charts;

public sealed class ChartOverlayTests
{
    private static readonly double[] X = [1, 2, 3];

    [Fact]
    public void Lines_AreOverEachOther_InColoursOfTheirOwn()
    {
        var first = Lines(Line("width 2", 0, [1, 2, 3]), Line("width 4", 1, [2, 3, 4]));
        var (chart, why) = ChartOverlay.Of(first, "a", Lines(Line("width 2", 0, [5, 6, 7])), "b");

        Assert.Equal("", why);
        var panel = Assert.Single(Assert.IsType<LineChart>(chart).Panels);
        Assert.Equal([("a: width 2", 0), ("a: width 4", 1), ("b: width 2", 2)], panel.Series.Select(series => (series.Label, series.Color)));
        Assert.Equal([5.0, 6, 7], panel.Series[2].Y);
        Assert.All(panel.Series, series => Assert.Null(series.Behind)); // points of two sweeps have no common numbers
    }

    [Fact]
    public void Lines_OfOneTheory_ShowItOnce()
    {
        var theory = Line("theory", 0, [1, 2, 3]) with { Role = SeriesRole.Theory };
        var (chart, _) = ChartOverlay.Of(Lines(Line("", 0, [1, 2, 3]), theory), "a", Lines(Line("", 0, [3, 2, 1]), theory), "b");
        Assert.Equal(["", "a: theory", "b"], ((LineChart)chart!).Panels[0].Series.Select(series => series.Label));
    }

    [Fact]
    public void Panels_AreMatchedByTheirTitles_AndNoneIsLost()
    {
        var (chart, _) = ChartOverlay.Of(Panels("train", "test"), "a", Panels("test", "drift"), "b");
        Assert.Equal([("train", 1), ("test", 2), ("drift", 1)], ((LineChart)chart!).Panels.Select(panel => (panel.Title, panel.Series.Count)));

        static LineChart Panels(params string[] titles) => Lines() with { Panels = [.. titles.Select(title => new LinePanel(title, [Line("", 0, X)]))] };
    }

    [Fact]
    public void Maps_AreBesideEachOther_WhereTheirPositionsAreTheSame()
    {
        var (chart, _) = ChartOverlay.Of(Map(["1", "2"], [1, 2]), "a", Map(["1", "2"], [3, 4]), "b");
        Assert.Equal(["a", "b"], ((HeatmapChart)chart!).Panels.Select(panel => panel.Title));

        var (none, why) = ChartOverlay.Of(Map(["1", "2"], [1, 2]), "a", Map(["1", "3"], [3, 4]), "b");
        Assert.Null(none);
        Assert.Equal("their maps have other positions along 'x'", why);
    }

    [Fact]
    public void Charts_ThatShowOtherThings_HaveNoCommonPicture()
    {
        Assert.Equal("one is over 'step', the other over 'time'", ChartOverlay.Of(Lines(), "a", Lines() with { X = new ChartAxis("time") }, "b").Why);
        Assert.Equal("one is of lines, the other a map", ChartOverlay.Of(Lines(), "a", Map(["1"], [1]), "b").Why);
    }

    private static LineSeries Line(string label, int color, double[] y) => new(label, X, y, color) { Behind = "0-2" };

    private static LineChart Lines(params LineSeries[] series) => new()
    {
        Title = "loss",
        X = new ChartAxis("step"),
        Y = new ChartAxis("loss"),
        Panels = [new LinePanel("", series)],
    };

    private static HeatmapChart Map(string[] ticks, double[] values) => new()
    {
        Title = "map",
        X = new HeatmapAxis("x", ticks, null),
        Y = new HeatmapAxis("y", ["0"], null),
        ValueLabel = "value",
        Panels = [new HeatmapPanel("", values, new bool[values.Length])],
    };
}
