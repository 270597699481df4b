using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws the panels of a <see cref="LineChart"/>.</summary>
internal static class LinePlots
{
    private const float Width = 2.2f;

    /// <summary>One plot a panel.</summary>
    public static IReadOnlyList<Plot> Create(LineChart chart) => [.. chart.Panels.Select(panel => Create(chart, panel))];

    private static Plot Create(LineChart chart, LinePanel panel)
    {
        var plot = new Plot();
        var y = panel.Y ?? chart.Y;
        plot.Title(panel.Title, size: 14);
        ChartAxes.Set(plot.Axes.Bottom, chart.X);
        ChartAxes.Set(plot.Axes.Left, y);
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.10);
        foreach (double level in panel.Levels)
        {
            var line = plot.Add.HorizontalLine(ChartAxes.Place(level, y), width: 1, color: Colors.Gray, pattern: LinePattern.Dotted);
            line.LegendText = "";
        }

        foreach (var series in panel.Series) Band(plot, chart.X, y, series);
        foreach (var series in panel.Series) Line(plot, chart.X, y, series);
        Limits(plot, chart.X, y);
        if (panel.Series.Any(series => series.Label.Length > 0))
        {
            var legend = plot.ShowLegend(Edge.Right).Legend;
            legend.ShadowColor = Colors.Transparent;
            legend.OutlineColor = Colors.Transparent;
            legend.FontSize = 12;
        }

        return plot;
    }

    private static void Band(Plot plot, ChartAxis x, ChartAxis y, LineSeries series)
    {
        if (series.Low is not { } low || series.High is not { } high) return;
        var points = Enumerable.Range(0, series.X.Count)
            .Select(i => (X: ChartAxes.Place(series.X[i], x), Low: ChartAxes.Place(low[i], y), High: ChartAxes.Place(high[i], y)))
            .Where(point => double.IsFinite(point.X) && double.IsFinite(point.Low) && double.IsFinite(point.High)).ToList();
        if (points.Count < 2) return;
        var band = plot.Add.FillY([.. points.Select(point => point.X)], [.. points.Select(point => point.Low)], [.. points.Select(point => point.High)]);
        band.FillColor = Palette.Of(series.Color).WithAlpha(0.18);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    private static void Line(Plot plot, ChartAxis x, ChartAxis y, LineSeries series)
    {
        // A NaN breaks a line: one scatter a run of finite points, the first one with the label.
        string label = series.Label;
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
            Style(plot.Add.Scatter(run.ToArray()), series, label);
            run.Clear();
            label = "";
        }
    }

    private static void Style(ScottPlot.Plottables.Scatter scatter, LineSeries series, string label)
    {
        scatter.Color = Palette.Of(series.Color);
        scatter.LegendText = label;
        scatter.LineWidth = series.Stroke == LineStroke.Markers ? 0 : series.Stroke == LineStroke.Solid ? Width : Width * 0.75f;
        scatter.MarkerSize = series.Stroke is LineStroke.Markers or LineStroke.MarkersAndLine ? 6 : 0;
        scatter.LinePattern = series.Stroke switch
        {
            LineStroke.Dashed => LinePattern.Dashed,
            LineStroke.Dotted => LinePattern.Dotted,
            _ => LinePattern.Solid,
        };
    }

    private static void Limits(Plot plot, ChartAxis x, ChartAxis y)
    {
        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimits(
            x.Min is { } left ? ChartAxes.Place(left, x) : limits.Left, x.Max is { } right ? ChartAxes.Place(right, x) : limits.Right,
            y.Min is { } bottom ? ChartAxes.Place(bottom, y) : limits.Bottom, y.Max is { } top ? ChartAxes.Place(top, y) : limits.Top);
    }
}
