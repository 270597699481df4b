using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws the panels of a <see cref="LineChart"/>.</summary>
internal static class LinePlots
{
    public const float Width = 2.2f;

    // Of arrows under each other: a share of the panel's height.
    private const double ArrowsApart = 0.05;

    /// <summary>Width of a level, in pixels.</summary>
    public const float LevelWidth = 1;

    /// <summary>The dashes of a level, in pixels.</summary>
    public static readonly float[] LevelDashes = [4, 4];

    /// <summary>How many colours the series of a chart take.</summary>
    public static int Colours(LineChart chart) => chart.Panels
        .SelectMany(panel => panel.Series.Select(series => series.Color).Concat(panel.Diverged.Select(mark => mark.Color)).Concat(panel.Censored.Select(mark => mark.Color))).Append(-1).Max() + 1;

    /// <summary>One plot a panel; the legend is the page's.</summary>
    public static IReadOnlyList<Plot> Create(LineChart chart, PlotSize size)
    {
        int colours = Colours(chart);
        return [.. chart.Panels.Select(panel => Create(chart, panel, colours, size))];
    }

    /// <summary>The dashes of a stroke, in pixels; null for a solid line.</summary>
    public static float[]? Dashes(LineStroke stroke) => stroke switch
    {
        LineStroke.Dashed => [8, 4],
        LineStroke.Dotted => [2, 3],
        _ => null,
    };

    /// <summary>How wide a line is, in pixels: theory and fits are narrower than what was measured, which shows to either side of them.</summary>
    public static float WidthOf(LineSeries series) => series.Color < 0 || series.IsModel ? Width * 0.75f : Width;

    private static Plot Create(LineChart chart, LinePanel panel, int colours, PlotSize size)
    {
        var plot = new Plot();
        var y = panel.Y ?? chart.Y;
        ChartAxes.Title(plot, panel.Title, size);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.10);
        var scale = PanelScale.Of(panel, chart.X, y);
        foreach (double level in panel.Levels)
            if (double.IsFinite(ChartAxes.Place(level, y)))
                plot.Add.HorizontalLine(ChartAxes.Place(level, y), width: LevelWidth, color: Colors.Gray, pattern: new LinePattern(LevelDashes, 0, ""));
        foreach (var series in panel.Series) Band(plot, scale, series, colours);
        foreach (var series in panel.Series) Line(plot, chart.X, y, series, colours);
        Arrows(plot, scale, panel, colours);
        plot.Axes.SetLimits(scale.Limits);
        Crosses(plot, scale, panel, colours);
        if (EdgeMarks.Of(panel, scale) is { Count: > 0 } marks) plot.PlottableList.Add(new EdgeMarks(marks, colours));
        ChartAxes.Set(plot.Axes.Bottom, chart.X, size.Width);
        ChartAxes.Set(plot.Axes.Left, y, size.Height);
        plot.HideLegend();
        return plot;
    }

    private static void Band(Plot plot, PanelScale scale, LineSeries series, int colours)
    {
        if (series.Low is not { } low || series.High is not { } high) return;
        // On a logarithmic axis an edge at zero or below is at the edge of the panel.
        var points = Enumerable.Range(0, series.X.Count)
            .Where(i => double.IsFinite(series.Y[i]) && !scale.IsBefore(series.X[i]) && !scale.IsBelow(high[i]))
            .Select(i => (X: scale.X(series.X[i]), Low: scale.Y(low[i]), High: scale.Y(high[i])))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Low) && double.IsFinite(point.High)).ToList();
        if (points.Count < 2) return;
        var upper = points.Select(point => new Coordinates(point.X, point.High));
        var lower = points.AsEnumerable().Reverse().Select(point => new Coordinates(point.X, point.Low));
        var band = plot.Add.Polygon((Coordinates[])[.. upper, .. lower]);
        band.FillColor = Palette.Of(series.Color, colours).WithAlpha(0.18);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    // A NaN breaks a line: one scatter a run of finite points.
    private static void Line(Plot plot, ChartAxis x, ChartAxis y, LineSeries series, int colours)
    {
        var run = new List<Coordinates>();
        for (int i = 0; i <= series.X.Count; i++)
        {
            var point = i < series.X.Count
                ? new Coordinates(ChartAxes.Place(series.X[i], x), ChartAxes.Place(series.Y[i], y)) : new Coordinates(double.NaN, double.NaN);
            if (double.IsFinite(point.X) && double.IsFinite(point.Y))
            {
                run.Add(point);
                continue;
            }

            if (run.Count == 0) continue;
            if (series.Stroke == LineStroke.Markers) plot.PlottableList.Add(new CleanPaint());
            Style(plot.Add.Scatter(run.ToArray()), series, colours, alone: run.Count == 1);
            run.Clear();
        }
    }

    private static void Style(ScottPlot.Plottables.Scatter scatter, LineSeries series, int colours, bool alone)
    {
        bool run = series.Role is SeriesRole.Run or SeriesRole.Provisional;
        scatter.Color = run ? Palette.Of(series, colours).WithAlpha(0.45) : Palette.Of(series, colours);
        scatter.LineWidth = series.Stroke == LineStroke.Markers ? 0 : run ? Width * 0.35f : WidthOf(series);
        scatter.MarkerSize = alone || series.Stroke is LineStroke.Markers or LineStroke.MarkersAndLine ? 6 : 0;
        scatter.LinePattern = Dashes(series.Stroke) is { } dashes ? new LinePattern(dashes, 0, "") : LinePattern.Solid;
    }

    // Where the run ended, with how many of the runs there they are; those of several lines at one place under each other.
    private static void Arrows(Plot plot, PanelScale scale, LinePanel panel, int colours)
    {
        double apart = ArrowsApart * (scale.Limits.Top - scale.Limits.Bottom);
        var free = new Dictionary<double, double>();
        foreach (var mark in panel.Censored.OrderByDescending(mark => mark.Y))
        {
            var place = new Coordinates(scale.X(mark.X), Math.Min(scale.Y(mark.Y), free.GetValueOrDefault(mark.X, double.PositiveInfinity)));
            if (!double.IsFinite(place.X) || !double.IsFinite(place.Y)) continue;
            free[mark.X] = place.Y - apart;
            plot.Add.Marker(place.X, place.Y, MarkerShape.FilledTriangleUp, 11, Palette.Of(mark.Color, colours));
            var count = plot.Add.Text($"{mark.Count}/{mark.Of}", place);
            count.LabelFontSize = 11;
            count.LabelAlignment = Alignment.MiddleLeft;
            count.OffsetX = 8;
        }
    }

    // At the height of the top edge: a diverged training has no value.
    private static void Crosses(Plot plot, PanelScale scale, LinePanel panel, int colours)
    {
        var limits = scale.Limits;
        double height = limits.Top - 0.03 * (limits.Top - limits.Bottom);
        foreach (var mark in panel.Diverged)
        {
            double place = scale.X(mark.X);
            if (!double.IsFinite(place)) continue;
            plot.Add.Marker(place, height, MarkerShape.Eks, 12, Colors.Black).MarkerLineWidth = 4; // an edge: pale colours show too
            plot.Add.Marker(place, height, MarkerShape.Eks, 10, Palette.Of(mark.Color, colours)).MarkerLineWidth = 2;
        }
    }
}
