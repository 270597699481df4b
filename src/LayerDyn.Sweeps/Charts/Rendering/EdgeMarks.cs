using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>
/// Open triangles that point over the edge of a panel: zeros, and whatever else its logarithmic axes cannot show, so that nobody takes a line
/// that ends for a training that did.
/// </summary>
internal sealed class EdgeMarks(IReadOnlyList<EdgeMark> marks, int colours) : IPlottable
{
    // Marks of one line stand at least this share of an axis apart.
    private const double Apart = 0.012;
    private const float Size = 4.5f;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    /// <summary>The marks.</summary>
    public IReadOnlyList<EdgeMark> Marks => marks;

    /// <summary>The marks of a panel. Runs, fits and theory start where their mean does: of these, only ordinates are marked.</summary>
    public static IReadOnlyList<EdgeMark> Of(LinePanel panel, PanelScale scale)
    {
        List<EdgeMark> marks = [];
        double apart = Apart * (scale.Limits.Right - scale.Limits.Left);
        foreach (var series in panel.Series)
        {
            bool measured = series.Role is SeriesRole.Measured or SeriesRole.Background;
            double last = double.NegativeInfinity;
            for (int i = 0; i < series.X.Count; i++)
            {
                double x = scale.X(series.X[i]), y = scale.Y(series.Y[i]);
                bool below = scale.IsBelow(series.Y[i]), before = scale.IsBefore(series.X[i]);
                if (!double.IsFinite(x) || !double.IsFinite(y) || !(below || (before && measured)) || (below && x - last < apart)) continue;
                if (below) last = x;
                marks.Add(new(x, y, below, series.Color));
            }
        }

        return marks;
    }

    /// <summary>What the legend says of the marks of a chart: of those below, then of those before its axes.</summary>
    public static IEnumerable<(bool Below, string Label)> Labels(LineChart chart)
    {
        bool below = false, zero = true, before = false, start = true;
        foreach (var panel in chart.Panels)
        {
            var scale = PanelScale.Of(panel, chart.X, panel.Y ?? chart.Y);
            if (Of(panel, scale) is not { Count: > 0 } marks) continue;
            below |= marks.Any(mark => mark.Below);
            before |= marks.Any(mark => !mark.Below);
            zero &= panel.Series.SelectMany(series => series.Y).Where(scale.IsBelow).All(value => value == 0);
            start &= panel.Series.SelectMany(series => series.X).Where(scale.IsBefore).All(value => value == 0);
        }

        if (below) yield return (true, zero ? "value 0" : "value 0 or less");
        if (before) yield return (false, $"{chart.X.Name ?? chart.X.Label} {(start ? "0" : "0 or less")}");
    }

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        foreach (var mark in marks)
        {
            var pixel = Axes.GetPixel(new Coordinates(mark.X, mark.Y));
            Draw(rp.Canvas, pixel.X, pixel.Y, mark.Below, Palette.Of(mark.Color, colours).ToSKColor());
        }
    }

    /// <summary>One mark whose tip is at a pixel.</summary>
    public static void Draw(SKCanvas canvas, float x, float y, bool below, SKColor color)
    {
        using var fill = new SKPaint { Color = SKColors.White, IsAntialias = true };
        using var edge = new SKPaint { Color = color, IsAntialias = true, IsStroke = true, StrokeWidth = 1.6f };
        using var path = new SKPath();
        path.AddPoly(below
            ? [new(x, y), new(x - Size, y - 1.8f * Size), new(x + Size, y - 1.8f * Size)]
            : [new(x, y), new(x + 1.8f * Size, y - Size), new(x + 1.8f * Size, y + Size)]);
        canvas.DrawPath(path, fill);
        canvas.DrawPath(path, edge);
    }
}
