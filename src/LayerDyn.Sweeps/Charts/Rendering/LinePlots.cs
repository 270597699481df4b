using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws the panels of a <see cref="LineChart"/>.</summary>
internal static class LinePlots
{
    public const float Width = 2.2f;

    /// <summary>How many colours the series of a chart take.</summary>
    public static int Colours(LineChart chart) => chart.Panels
        .SelectMany(panel => panel.Series.Select(series => series.Color).Concat(panel.Diverged.Select(mark => mark.Color)).Concat(panel.Censored.Select(mark => mark.Color))).Append(-1).Max() + 1;

    /// <summary>One plot a panel; the legend is the page's.</summary>
    public static IReadOnlyList<Plot> Create(LineChart chart)
    {
        int colours = Colours(chart);
        return [.. chart.Panels.Select(panel => Create(chart, panel, colours))];
    }

    /// <summary>The dashes of a stroke, in pixels; null for a solid line.</summary>
    public static float[]? Dashes(LineStroke stroke) => stroke switch
    {
        LineStroke.Dashed => [8, 4],
        LineStroke.Dotted => [2, 3],
        _ => null,
    };

    private static Plot Create(LineChart chart, LinePanel panel, int colours)
    {
        var plot = new Plot();
        var y = panel.Y ?? chart.Y;
        plot.Title(panel.Title, size: 14);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.10);
        foreach (double level in panel.Levels)
            if (double.IsFinite(ChartAxes.Place(level, y)))
                plot.Add.HorizontalLine(ChartAxes.Place(level, y), width: 1, color: Colors.Gray, pattern: LinePattern.Dotted);
        foreach (var series in panel.Series) Band(plot, chart.X, y, series, colours);
        foreach (var series in panel.Series) Line(plot, chart.X, y, series, colours);
        Arrows(plot, chart.X, y, panel, colours);
        Limits(plot, chart.X, y, panel);
        Crosses(plot, chart.X, panel, colours);
        ChartAxes.Set(plot.Axes.Bottom, chart.X);
        ChartAxes.Set(plot.Axes.Left, y);
        plot.HideLegend();
        return plot;
    }

    private static void Band(Plot plot, ChartAxis x, ChartAxis y, LineSeries series, int colours)
    {
        if (series.Low is not { } low || series.High is not { } high) return;
        // On a logarithmic axis a band that reaches zero or below ends where the line is smallest.
        double floor = y.Log ? series.Y.Where(value => value > 0).Append(double.PositiveInfinity).Min() : double.NegativeInfinity;
        var points = Enumerable.Range(0, series.X.Count)
            .Select(i => (X: ChartAxes.Place(series.X[i], x), Low: ChartAxes.Place(Math.Max(low[i], Math.Min(floor, series.Y[i])), y), High: ChartAxes.Place(high[i], y)))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Low) && double.IsFinite(point.High)).ToList();
        if (points.Count < 2) return;
        var band = plot.Add.FillY([.. points.Select(point => point.X)], [.. points.Select(point => point.Low)], [.. points.Select(point => point.High)]);
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
            Style(plot.Add.Scatter(run.ToArray()), series, colours, alone: run.Count == 1);
            run.Clear();
        }
    }

    private static void Style(ScottPlot.Plottables.Scatter scatter, LineSeries series, int colours, bool alone)
    {
        bool run = series.Role == SeriesRole.Run;
        scatter.Color = run ? Palette.Of(series.Color, colours).WithAlpha(0.45) : Palette.Of(series.Color, colours);
        scatter.LineWidth = series.Stroke == LineStroke.Markers ? 0 : run ? Width * 0.35f : series.Color < 0 ? Width * 0.75f : Width;
        scatter.MarkerSize = alone || series.Stroke is LineStroke.Markers or LineStroke.MarkersAndLine ? 6 : 0;
        scatter.LinePattern = Dashes(series.Stroke) is { } dashes ? new LinePattern(dashes, 0, "") : LinePattern.Solid;
    }

    private static void Limits(Plot plot, ChartAxis x, ChartAxis y, LinePanel panel)
    {
        plot.Axes.Margins(0.05, 0.06);
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        double[] marks = [.. panel.Diverged.Select(mark => ChartAxes.Place(mark.X, x)).Where(double.IsFinite)];
        if (marks.Length > 0)
        {
            bool empty = !plot.GetPlottables<ScottPlot.Plottables.Scatter>().Any() && panel.Censored.Count == 0; // everything diverged
            double low = empty ? marks.Min() : Math.Min(limits.Left, marks.Min()), high = empty ? marks.Max() : Math.Max(limits.Right, marks.Max());
            double margin = low == limits.Left && high == limits.Right ? 0 : Math.Max(0.03 * (high - low), empty ? 0.5 : 0);
            limits = new AxisLimits(low - margin, high + margin, limits.Bottom, limits.Top + 0.05 * (limits.Top - limits.Bottom)); // room for crosses
        }

        plot.Axes.SetLimits(
            x.Min is { } left ? ChartAxes.Place(left, x) : limits.Left, x.Max is { } right ? ChartAxes.Place(right, x) : limits.Right,
            y.Min is { } bottom ? ChartAxes.Place(bottom, y) : limits.Bottom, y.Max is { } top ? ChartAxes.Place(top, y) : limits.Top);
    }

    // Where the run ended, with how many of the runs there they are.
    private static void Arrows(Plot plot, ChartAxis x, ChartAxis y, LinePanel panel, int colours)
    {
        foreach (var mark in panel.Censored)
        {
            var place = new Coordinates(ChartAxes.Place(mark.X, x), ChartAxes.Place(mark.Y, y));
            if (!double.IsFinite(place.X) || !double.IsFinite(place.Y)) continue;
            plot.Add.Marker(place.X, place.Y, MarkerShape.FilledTriangleUp, 11, Palette.Of(mark.Color, colours));
            var count = plot.Add.Text($"{mark.Count}/{mark.Of}", place);
            count.LabelFontSize = 11;
            count.LabelAlignment = Alignment.MiddleLeft;
            count.OffsetX = 8;
        }
    }

    // At the height of the top edge: a diverged training has no value.
    private static void Crosses(Plot plot, ChartAxis x, LinePanel panel, int colours)
    {
        var limits = plot.Axes.GetLimits();
        double height = limits.Top - 0.03 * (limits.Top - limits.Bottom);
        foreach (var mark in panel.Diverged)
        {
            double place = ChartAxes.Place(mark.X, x);
            if (!double.IsFinite(place)) continue;
            plot.Add.Marker(place, height, MarkerShape.Eks, 12, Colors.Black).MarkerLineWidth = 4; // an edge: pale colours show too
            plot.Add.Marker(place, height, MarkerShape.Eks, 10, Palette.Of(mark.Color, colours)).MarkerLineWidth = 2;
        }
    }
}
