using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>
/// Cells in which every point diverged: grey and crossed out, so that nobody takes them for small values. Cells in which some did
/// keep their colour and are struck through once.
/// </summary>
internal sealed class DivergedCells(HeatmapPanel panel, int columns) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using var fill = new SKPaint { Color = Palette.Diverged.ToSKColor(), IsAntialias = false };
        using var cross = Cross();
        for (int cell = 0; cell < panel.Diverged.Count; cell++)
        {
            if (!panel.Diverged[cell] && !panel.IsPartlyDiverged(cell)) continue;
            double x = cell % columns, y = cell / columns;
            var rect = Axes.GetPixelRect(new CoordinateRect(x - 0.5, x + 0.5, y - 0.5, y + 0.5)).ToSKRect();
            if (panel.Diverged[cell]) Draw(rp.Canvas, rect, fill, cross);
            else Strike(rp.Canvas, rect);
        }
    }

    /// <summary>Whether a panel has cells to mark.</summary>
    public static bool In(HeatmapPanel panel) => panel.Diverged.Contains(true) || InPart(panel);

    /// <summary>Whether a panel has cells in which some points diverged and others did not.</summary>
    public static bool InPart(HeatmapPanel panel) => Enumerable.Range(0, panel.DivergedCounts.Count).Any(panel.IsPartlyDiverged);

    /// <summary>One cell, for the legend.</summary>
    public static void Sample(SKCanvas canvas, SKRect rect)
    {
        using var fill = new SKPaint { Color = Palette.Diverged.ToSKColor() };
        using var cross = Cross();
        Draw(canvas, rect, fill, cross);
    }

    /// <summary>One struck cell, for the legend; also a cell of the map. White under black shows on any colour.</summary>
    public static void Strike(SKCanvas canvas, SKRect rect)
    {
        using var light = new SKPaint { Color = SKColors.White, StrokeWidth = 3, IsAntialias = true, IsStroke = true };
        using var dark = new SKPaint { Color = SKColors.Black, StrokeWidth = 1.2f, IsAntialias = true, IsStroke = true };
        foreach (var paint in (SKPaint[])[light, dark]) canvas.DrawLine(rect.Left, rect.Bottom, rect.Right, rect.Top, paint);
    }

    private static void Draw(SKCanvas canvas, SKRect rect, SKPaint fill, SKPaint cross)
    {
        canvas.DrawRect(rect, fill);
        canvas.DrawLine(rect.Left, rect.Top, rect.Right, rect.Bottom, cross);
        canvas.DrawLine(rect.Left, rect.Bottom, rect.Right, rect.Top, cross);
    }

    private static SKPaint Cross() => new() { Color = new SKColor(0x50, 0x50, 0x50), StrokeWidth = 1, IsAntialias = true, IsStroke = true };
}
