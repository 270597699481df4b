using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws the panels of a <see cref="HeatmapChart"/> on one colour scale.</summary>
internal static class HeatmapPlots
{
    /// <summary>Width of a line over a map, which is white: what is predicted is narrower than what was measured, which shows to either side of it.</summary>
    public static float WidthOf(LineSeries line) => line.IsModel ? 1.5f : 4;

    /// <summary>Width of the black line beneath it.</summary>
    public static float OutlineOf(LineSeries line) => line.IsModel ? 3 : 7;

    /// <summary>The colour scale of all panels.</summary>
    public static (double Low, double High) Range(HeatmapChart chart)
    {
        if (chart.Classes.Count > 0) return (0, chart.Classes.Count - 1);
        double[] shown = [.. chart.Panels.SelectMany(panel => panel.Values).Where(double.IsFinite)];
        double low = chart.Min ?? (shown.Length > 0 ? shown.Min() : 0), high = chart.Max ?? (shown.Length > 0 ? shown.Max() : 1);
        return (low, high > low ? high : low + 1);
    }

    /// <summary>One plot a panel; the colour bar is the page's.</summary>
    public static IReadOnlyList<Plot> Create(HeatmapChart chart, PlotSize size)
    {
        var (low, high) = Range(chart);
        return [.. chart.Panels.Select(panel => Create(chart, panel, new ScottPlot.Range(low, high), size))];
    }

    private static Plot Create(HeatmapChart chart, HeatmapPanel panel, ScottPlot.Range range, PlotSize size)
    {
        var plot = new Plot();
        ChartAxes.Title(plot, panel.Title, size);
        int rows = chart.Y.Count, columns = chart.X.Count;
        double[,] values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[rows - 1 - row, column] = panel.Values[row * columns + column];
        if (panel.Values.Any(double.IsFinite))
        {
            var map = plot.Add.Heatmap(values); // cells of size 1, centred on whole numbers
            map.Colormap = chart.Classes.Count > 0 ? new ClassColors(chart.Classes.Count) : Palette.Map;
            map.ManualRange = range;
            map.NaNCellColor = Palette.Missing;
        }
        else
        {
            plot.DataBackground.Color = Palette.Missing; // the library draws no map without a single value
        }

        if (DivergedCells.In(panel)) plot.PlottableList.Add(new DivergedCells(panel, columns));
        foreach (var line in chart.Lines)
        {
            Over(plot, line, Colors.Black, OutlineOf(line), LinePattern.Solid);
            Over(plot, line, Colors.White, WidthOf(line), LinePlots.Dashes(line.Stroke) is { } dashes ? new LinePattern(dashes, 0, "") : LinePattern.Solid);
        }

        plot.HideGrid();
        plot.HideLegend();
        plot.Axes.SetLimits(-0.5, columns - 0.5, -0.5, rows - 0.5);
        ChartAxes.Set(plot.Axes.Bottom, chart.X, size.Width);
        ChartAxes.Set(plot.Axes.Left, chart.Y, size.Height);
        return plot;
    }

    private static void Over(Plot plot, LineSeries line, Color color, float width, LinePattern pattern)
    {
        Coordinates[] points = [.. line.X.Zip(line.Y, (x, y) => new Coordinates(x, y)).Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y))];
        if (points.Length == 0) return;
        var scatter = plot.Add.Scatter(points, color);
        scatter.MarkerSize = 0;
        scatter.LineWidth = width;
        scatter.LinePattern = pattern;
    }

    private sealed class ClassColors(int count) : IColormap
    {
        public string Name => "classes";

        public Color GetColor(double position) => Palette.Of((int)Math.Round(position * (count - 1)));
    }
}
