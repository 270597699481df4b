using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>The room around the area between the axes that the labels of every panel fit into, the same for all panels of a chart.</summary>
internal readonly record struct PanelPadding(int Left, int Right, int Bottom, int Top)
{
    private const int Edge = 6, TitleLine = 18;

    /// <summary>The padding of some panels of one size.</summary>
    public static PanelPadding Of(IReadOnlyList<Plot> plots, PlotSize size)
    {
        var padding = new PanelPadding(78, 18, 52, 14);
        using var paint = Paint.NewDisposablePaint();
        foreach (var plot in plots)
        {
            IAxis left = plot.Axes.Left, bottom = plot.Axes.Bottom;
            left.RegenerateTicks(new PixelLength(size.Height), paint);
            bottom.RegenerateTicks(new PixelLength(size.Width), paint);
            var (before, after) = Overhang(bottom, size.Width);
            string title = plot.Axes.Title.Label.Text;
            padding = new(
                Largest(padding.Left, left.Measure(paint) + Edge, before + Edge),
                Largest(padding.Right, after + Edge),
                Largest(padding.Bottom, bottom.Measure(paint) + Edge),
                Largest(padding.Top, title.Length == 0 ? 0 : TitleLine * (1 + title.Count(letter => letter == '\n')) + TitleLine));
        }

        return padding;
    }

    /// <summary>As the plotting library takes it.</summary>
    public PixelPadding ToPixels() => new(Left, Right, Bottom, Top);

    // How far tick labels reach beyond the ends of an abscissa.
    private static (float Before, float After) Overhang(IAxis axis, int length)
    {
        float before = 0, after = 0;
        foreach (var tick in axis.TickGenerator.Ticks)
        {
            float half = TextLines.Widest(tick.Label.Split('\n'), ChartAxes.TickSize) / 2;
            float place = (float)((tick.Position - axis.Min) / (axis.Max - axis.Min)) * length;
            (before, after) = (Math.Max(before, half - place), Math.Max(after, place + half - length));
        }

        return (before, after);
    }

    private static int Largest(params float[] sizes) => (int)Math.Ceiling(sizes.Max());
}
