using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Cells in which every point diverged: grey and crossed out, so that nobody takes them for small values.</summary>
internal sealed class DivergedCells(IReadOnlyList<bool> diverged, int columns) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var fill = new SKPaint { Color = Palette.Diverged.ToSKColor(), IsAntialias = false };
        using var cross = Cross();
        for (int cell = 0; cell < diverged.Count; cell++)
        {
            if (!diverged[cell]) continue;
            double x = cell % columns, y = cell / columns;
            var rect = Axes.GetPixelRect(new CoordinateRect(x - 0.5, x + 0.5, y - 0.5, y + 0.5)).ToSKRect();
            Draw(rp.Canvas, rect, fill, cross);
        }
    }

    /// <summary>One cell, for the legend.</summary>
    public static void Sample(SKCanvas canvas, SKRect rect)
    {
        using var fill = new SKPaint { Color = Palette.Diverged.ToSKColor() };
        using var cross = Cross();
        Draw(canvas, rect, fill, cross);
    }

    private static void Draw(SKCanvas canvas, SKRect rect, SKPaint fill, SKPaint cross)
    {
        canvas.DrawRect(rect, fill);
        canvas.DrawLine(rect.Left, rect.Top, rect.Right, rect.Bottom, cross);
        canvas.DrawLine(rect.Left, rect.Bottom, rect.Right, rect.Top, cross);
    }

    private static SKPaint Cross() => new() { Color = new SKColor(0x50, 0x50, 0x50), StrokeWidth = 1, IsAntialias = true, IsStroke = true };
}
