using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Tests.Charts;

public sealed class ChartOverlayTests
{
    private static readonly double[] X = [1, 2, 3];

    [Fact]
    public void Lines_AreOverEachOther_InColoursOfTheirOwn()
    {
        var first = Lines(Line("width 2", 0, [1, 2, 3]), Line("width 4", 1, [2, 3, 4]));
        var (chart, why) = ChartOverlay.Of([new("a", first), new("b", Lines(Line("width 2", 0, [5, 6, 7])))]);

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
        var (chart, _) = ChartOverlay.Of([new("a", Lines(Line("", 0, [1, 2, 3]), theory)), new("b", Lines(Line("", 0, [3, 2, 1]), theory))]);
        Assert.Equal(["", "a: theory", "b"], ((LineChart)chart!).Panels[0].Series.Select(series => series.Label));
    }

    [Fact]
    public void Panels_AreMatchedByTheirTitles_AndNoneIsLost()
    {
        var (chart, _) = ChartOverlay.Of([new("a", Panels("train", "test")), new("b", Panels("test", "drift"))]);
        Assert.Equal([("train", 1), ("test", 2), ("drift", 1)], ((LineChart)chart!).Panels.Select(panel => (panel.Title, panel.Series.Count)));

        static LineChart Panels(params string[] titles) => Lines() with { Panels = [.. titles.Select(title => new LinePanel(title, [Line("", 0, X)]))] };
    }

    [Fact]
    public void Maps_AreBesideEachOther_WhereTheirPositionsAreTheSame()
    {
        var (chart, _) = ChartOverlay.Of([new("a", Map(["1", "2"], [1, 2])), new("b", Map(["1", "2"], [3, 4]))]);
        Assert.Equal(["a", "b"], ((HeatmapChart)chart!).Panels.Select(panel => panel.Title));

        var (none, why) = ChartOverlay.Of([new("a", Map(["1", "2"], [1, 2])), new("b", Map(["1", "3"], [3, 4]))]);
        Assert.Null(none);
        Assert.Equal("their maps have other positions along 'x'", why);
    }

    [Fact]
    public void Charts_ThatShowOtherThings_HaveNoCommonPicture()
    {
        Assert.Equal("one is over 'step', another over 'time'", ChartOverlay.Of([new("a", Lines()), new("b", Lines()), new("c", Lines() with { X = new ChartAxis("time") })]).Why);
        Assert.Equal("some are of lines, others maps", ChartOverlay.Of([new("a", Lines()), new("b", Map(["1"], [1]))]).Why);
    }

    [Fact]
    public void Lines_OfThree_HaveEachColoursAndMarksOfTheirOwn()
    {
        var (chart, _) = ChartOverlay.Of([new("a", Ended(Line("", 0, X), Line("fit", 1, X))), new("b", Ended(Line("", 0, X))), new("c", Ended(Line("", -1, X), Line("", 0, X)))]);
        var panel = Assert.Single(((LineChart)chart!).Panels);

        Assert.Equal([("", 0), ("a: fit", 1), ("b", 2), ("c", -1), ("", 3)], panel.Series.Select(series => (series.Label, series.Color)));
        Assert.Equal([0, 2, 3], panel.Diverged.Select(mark => mark.Color));
        Assert.Equal([0, 2, 3], panel.Censored.Select(mark => mark.Color));

        static LineChart Ended(params LineSeries[] series) =>
            Lines() with { Panels = [new LinePanel("", series) { Diverged = [new(1, 1, 0, "0")], Censored = [new(1, 1, 1, 2, 0, "0")] }] };
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
