using LayerDyn.Sweeps.Curves;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>What stands to the right of a chart's panels, once for all of them: the legend or the colour bar.</summary>
internal sealed class PageSide
{
    private const float TextSize = 13, RowHeight = 24, Sample = 34, Gap = 8, Edge = 16, BarWidth = 20, BarTitle = 78;
    private readonly List<(string Label, Action<SKCanvas, SKRect> Draw)> _entries = [];
    private readonly HeatmapChart? _bar;

    private PageSide(Chart chart)
    {
        if (chart is LineChart lines) AddLines(lines);
        if (chart is not HeatmapChart map) return;
        if (map.Classes.Count == 0) _bar = map;
        for (int i = 0; i < map.Classes.Count; i++)
        {
            var color = Palette.Of(i).ToSKColor();
            _entries.Add((map.Classes[i], (canvas, rect) => Fill(canvas, Box(rect), color)));
        }

        if (map.Panels.Any(panel => panel.Diverged.Contains(true))) _entries.Add(("diverged", (canvas, rect) => DivergedCells.Sample(canvas, Box(rect))));
        if (map.Panels.Any(DivergedCells.InPart)) _entries.Add(("some seeds diverged", (canvas, rect) => DivergedCells.Strike(canvas, Box(rect))));
        if (map.Lines.Count > 0 && map.Lines[0].Label.Length > 0) _entries.Add((map.Lines[0].Label, Outlined));
    }

    /// <summary>Width in pixels; 0 when there is nothing to show.</summary>
    public int Width
    {
        get
        {
            if (_entries.Count == 0 && _bar is null) return 0;
            using var font = new SKFont(ChartFont.Typeface, TextSize);
            float entries = _entries.Count == 0 ? 0 : Sample + Gap + _entries.Max(entry => font.MeasureText(entry.Label));
            return (int)Math.Ceiling(Math.Max(entries, _bar is null ? 0 : BarTitle + 6) + 2 * Edge);
        }
    }

    public static PageSide Of(Chart chart) => new(chart);

    /// <summary>Draws it into a column of the page whose plots have their axes between <paramref name="top"/> and <paramref name="bottom"/>.</summary>
    public void Draw(SKCanvas canvas, float left, float top, float bottom)
    {
        float entries = _entries.Count * RowHeight;
        float y = _bar is null ? Math.Max(top, (top + bottom - entries) / 2) : bottom - entries;
        if (_bar is not null) Bar(canvas, _bar, left + Edge, top, bottom - (entries > 0 ? entries + 24 : 0));
        using var font = new SKFont(ChartFont.Typeface, TextSize);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        foreach (var (label, draw) in _entries)
        {
            draw(canvas, new SKRect(left + Edge, y, left + Edge + Sample, y + RowHeight));
            canvas.DrawText(label, left + Edge + Sample + Gap, y + RowHeight / 2 + TextSize * 0.36f, font, ink);
            y += RowHeight;
        }
    }

    private void AddLines(LineChart chart)
    {
        int colours = LinePlots.Colours(chart);
        var shown = chart.Panels.SelectMany(panel => panel.Series).Where(series => series.Label.Length > 0)
            .DistinctBy(series => (series.Label, series.Color, series.Stroke)).OrderBy(series => series.Color < 0).ToArray();
        foreach (var series in shown)
            _entries.Add((series.Label, (canvas, rect) => Line(canvas, rect, series, Palette.Of(series.Color, colours).ToSKColor())));
        if (chart.Panels.Any(panel => panel.Censored.Count > 0)) _entries.Add(("not by the end (runs)", (canvas, rect) => Arrow(canvas, rect.MidX, rect.MidY)));
        if (chart.Panels.Any(panel => panel.Diverged.Count > 0)) _entries.Add(("diverged", (canvas, rect) => Cross(canvas, rect.MidX, rect.MidY)));
    }

    private static void Arrow(SKCanvas canvas, float x, float y)
    {
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var path = new SKPath();
        path.AddPoly([new SKPoint(x - 5, y + 4), new SKPoint(x + 5, y + 4), new SKPoint(x, y - 5)]);
        canvas.DrawPath(path, paint);
    }

    private static void Cross(SKCanvas canvas, float x, float y)
    {
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true, IsStroke = true, StrokeWidth = 2 };
        canvas.DrawLine(x - 4.5f, y - 4.5f, x + 4.5f, y + 4.5f, paint);
        canvas.DrawLine(x - 4.5f, y + 4.5f, x + 4.5f, y - 4.5f, paint);
    }

    private static void Line(SKCanvas canvas, SKRect rect, LineSeries series, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true, IsStroke = true, StrokeWidth = series.Color < 0 ? LinePlots.Width * 0.75f : LinePlots.Width };
        using var dashes = LinePlots.Dashes(series.Stroke) is { } lengths ? SKPathEffect.CreateDash(lengths, 0) : null;
        paint.PathEffect = dashes;
        if (series.Stroke != LineStroke.Markers) canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, paint);
        if (series.Stroke is not (LineStroke.Markers or LineStroke.MarkersAndLine)) return;
        using var dot = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawCircle(rect.MidX, rect.MidY, 3.5f, dot);
    }

    private static void Outlined(SKCanvas canvas, SKRect rect)
    {
        using var dark = new SKPaint { Color = SKColors.Black, IsAntialias = true, StrokeWidth = 5 };
        using var light = new SKPaint { Color = SKColors.White, IsAntialias = true, StrokeWidth = 2 };
        canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, dark);
        canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, light);
    }

    private static void Bar(SKCanvas canvas, HeatmapChart chart, float left, float top, float bottom)
    {
        const int Bands = 128;
        for (int i = 0; i < Bands; i++)
        {
            float from = bottom - (bottom - top) * i / Bands, to = bottom - (bottom - top) * (i + 1) / Bands;
            // Each band reaches half a pixel into the next one, so that no seam shows.
            Fill(canvas, new SKRect(left, Math.Max(top, to - 0.5f), left + BarWidth, from), Palette.Map.GetColor((i + 0.5) / Bands).ToSKColor());
        }

        using var frame = new SKPaint { Color = SKColors.Black, IsAntialias = true, IsStroke = true, StrokeWidth = 1 };
        canvas.DrawRect(new SKRect(left, top, left + BarWidth, bottom), frame);
        using var font = new SKFont(ChartFont.Typeface, 12);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        var (low, high) = HeatmapPlots.Range(chart);
        foreach (double value in Ticks.Round(low, high, 7))
        {
            float y = bottom - (float)((value - low) / (high - low)) * (bottom - top);
            canvas.DrawLine(left + BarWidth, y, left + BarWidth + 4, y, frame);
            canvas.DrawText(Ticks.Number(value), left + BarWidth + 8, y + 4.3f, font, ink);
        }

        using var title = new SKFont(ChartFont.Typeface, 14);
        canvas.Save();
        canvas.RotateDegrees(-90, left + BarTitle, (top + bottom) / 2);
        canvas.DrawText(chart.ValueLabel, left + BarTitle, (top + bottom) / 2, SKTextAlign.Center, title, ink);
        canvas.Restore();
    }

    private static SKRect Box(SKRect row) => new(row.Left + 8, row.MidY - 8, row.Left + 24, row.MidY + 8);

    private static void Fill(SKCanvas canvas, SKRect rect, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        canvas.DrawRect(rect, paint);
    }
}
