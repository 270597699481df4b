using ScottPlot;
using ScottPlot.Colormaps;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws the panels of a <see cref="HeatmapChart"/> on one colour scale.</summary>
internal static class HeatmapPlots
{
    /// <summary>One plot a panel; the last one carries the colour bar.</summary>
    public static IReadOnlyList<Plot> Create(HeatmapChart chart)
    {
        double[] shown = [.. chart.Panels.SelectMany(panel => panel.Values).Where(double.IsFinite)];
        double low = chart.Min ?? (shown.Length > 0 ? shown.Min() : 0), high = chart.Max ?? (shown.Length > 0 ? shown.Max() : 1);
        if (chart.Classes.Count > 0) (low, high) = (0, chart.Classes.Count - 1);
        var range = new ScottPlot.Range(low, high > low ? high : low + 1);
        return [.. chart.Panels.Select((panel, i) => Create(chart, panel, range, last: i == chart.Panels.Count - 1))];
    }

    private static Plot Create(HeatmapChart chart, HeatmapPanel panel, ScottPlot.Range range, bool last)
    {
        var plot = new Plot();
        plot.Title(panel.Title, size: 14);
        int rows = chart.Y.Count, columns = chart.X.Count;
        double[,] values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) values[rows - 1 - row, column] = panel.Values[row * columns + column];
        var map = plot.Add.Heatmap(values);
        map.Extent = new CoordinateRect(-0.5, columns - 0.5, -0.5, rows - 0.5);
        map.Colormap = chart.Classes.Count > 0 ? new ClassColors(chart.Classes.Count) : new Viridis();
        map.ManualRange = range;
        map.NaNCellColor = Palette.Missing;
        Hatch(plot, panel, columns);
        foreach (var line in chart.Lines)
        {
            var scatter = plot.Add.Scatter(line.X.ToArray(), line.Y.ToArray(), Colors.White);
            scatter.MarkerSize = 0;
            scatter.LineWidth = 2;
        }

        ChartAxes.Set(plot.Axes.Bottom, chart.X);
        ChartAxes.Set(plot.Axes.Left, chart.Y);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns - 0.5, -0.5, rows - 0.5);
        if (last && chart.Classes.Count == 0) Bar(plot, map, chart.ValueLabel);
        if (last && chart.Classes.Count > 0) Names(plot, chart.Classes);
        return plot;
    }

    private static void Bar(Plot plot, ScottPlot.Plottables.Heatmap map, string label)
    {
        var bar = plot.Add.ColorBar(map);
        bar.Label = label;
        bar.LabelStyle.FontSize = 14;
        bar.LabelStyle.Bold = false;
    }

    private static void Names(Plot plot, IReadOnlyList<string> classes)
    {
        for (int i = 0; i < classes.Count; i++)
        {
            var sample = plot.Add.Marker(-1000 - i, -1000, MarkerShape.FilledSquare, 12, Palette.Of(i));
            sample.LegendText = classes[i];
        }

        plot.ShowLegend(Edge.Right);
    }

    /// <summary>Cells in which every point diverged are crossed out, so that they are not taken for small values.</summary>
    private static void Hatch(Plot plot, HeatmapPanel panel, int columns)
    {
        for (int cell = 0; cell < panel.Diverged.Count; cell++)
        {
            if (!panel.Diverged[cell]) continue;
            double x = cell % columns, y = cell / columns;
            plot.Add.Line(x - 0.5, y - 0.5, x + 0.5, y + 0.5).Color = Colors.DimGray;
            plot.Add.Line(x - 0.5, y + 0.5, x + 0.5, y - 0.5).Color = Colors.DimGray;
        }
    }

    private sealed class ClassColors(int count) : IColormap
    {
        public string Name => "classes";

        public Color GetColor(double position) => Palette.Of((int)Math.Round(position * (count - 1)));
    }
}
