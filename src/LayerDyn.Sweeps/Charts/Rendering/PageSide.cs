using LayerDyn.Sweeps.Curves;
using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>What stands to the right of a chart's panels, once for all of them: the legend or the colour bar.</summary>
internal sealed class PageSide
{
    private const float TextSize = 13, BarTextSize = 12, BarTitleSize = 14, RowHeight = 24, Sample = 34, Gap = 8, Edge = 16, BarWidth = 20, BarGap = 24;
    private readonly List<(string Label, Action<SKCanvas, SKRect> Draw)> _entries = [];
    private readonly HeatmapChart? _bar;
    private readonly float _barTitle;
    private readonly IReadOnlyList<string> _barLabel = [];
    private readonly int _rows;
    private readonly float _column;

    private PageSide(Chart chart, float height)
    {
        if (chart is LineChart lines) AddLines(lines);
        if (chart is HeatmapChart map)
        {
            if (map.Classes.Count == 0) _bar = map;
            AddCells(map);
        }

        _column = Sample + Gap + TextLines.Widest(_entries.Select(entry => entry.Label), TextSize);
        _rows = _bar is null ? Math.Max(1, (int)(height / RowHeight)) : Math.Max(1, _entries.Count);
        if (_bar is null) return;
        var (low, high) = HeatmapPlots.Range(_bar);
        _barTitle = BarWidth + Gap + TextLines.Widest(Ticks.Round(low, high, 7).Select(Ticks.Number), BarTextSize) + Gap + BarTitleSize;
        _barLabel = TextLines.Wrap(_bar.ValueLabel, height - (_entries.Count > 0 ? _entries.Count * RowHeight + BarGap : 0), BarTitleSize);
    }

    /// <summary>Width in pixels; 0 when there is nothing to show.</summary>
    public int Width
    {
        get
        {
            if (_entries.Count == 0 && _bar is null) return 0;
            float entries = _entries.Count == 0 ? 0 : Columns * (_column + Edge) - Edge;
            return (int)Math.Ceiling(Math.Max(entries, _bar is null ? 0 : _barTitle + (_barLabel.Count - 1) * BarLine + 6) + 2 * Edge);
        }
    }

    private static float BarLine => BarTitleSize * 1.25f;

    private int Columns => (_entries.Count + _rows - 1) / _rows;

    /// <summary>The side of a chart whose panels are <paramref name="height"/> high together.</summary>
    public static PageSide Of(Chart chart, float height) => new(chart, height);

    /// <summary>Draws it into a column of the page whose plots have their axes between <paramref name="top"/> and <paramref name="bottom"/>.</summary>
    public void Draw(SKCanvas canvas, float left, float top, float bottom)
    {
        float entries = Math.Min(_rows, _entries.Count) * RowHeight;
        float y = _bar is null ? Math.Max(top, (top + bottom - entries) / 2) : bottom - entries;
        if (_bar is not null) Bar(canvas, _bar, left + Edge, top, bottom - (entries > 0 ? entries + BarGap : 0));
        using var font = new SKFont(ChartFont.Typeface, TextSize);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        for (int i = 0; i < _entries.Count; i++)
        {
            float x = left + Edge + i / _rows * (_column + Edge), row = y + i % _rows * RowHeight;
            _entries[i].Draw(canvas, new SKRect(x, row, x + Sample, row + RowHeight));
            canvas.DrawText(_entries[i].Label, x + Sample + Gap, row + RowHeight / 2 + TextSize * 0.36f, font, ink);
        }
    }

    private void AddCells(HeatmapChart map)
    {
        for (int i = 0; i < map.Classes.Count; i++)
        {
            var color = Palette.Of(i).ToSKColor();
            _entries.Add((map.Classes[i], (canvas, rect) => Fill(canvas, Box(rect), color)));
        }

        if (map.Panels.Any(panel => panel.Diverged.Contains(true))) _entries.Add(("diverged", (canvas, rect) => DivergedCells.Sample(canvas, Box(rect))));
        if (map.Panels.Any(panel => panel.HasMissing)) _entries.Add(("no value", (canvas, rect) => Missing(canvas, Box(rect))));
        if (map.Panels.Any(DivergedCells.InPart)) _entries.Add(("some seeds diverged", (canvas, rect) => DivergedCells.Strike(canvas, Box(rect))));
        foreach (var line in map.Lines.Where(line => line.Label.Length > 0)) _entries.Add((line.Label, (canvas, rect) => Outlined(canvas, rect, line)));
    }

    private void AddLines(LineChart chart)
    {
        int colours = LinePlots.Colours(chart);
        var shown = chart.Panels.SelectMany(panel => panel.Series).Where(series => series.Label.Length > 0)
            .GroupBy(series => (series.Label, series.Stroke, series.IsModel)).SelectMany(Entries).OrderBy(series => series.Color < 0).ToArray();
        foreach (var series in shown) _entries.Add((series.Label, (canvas, rect) => Line(canvas, rect, series, Palette.Of(series, colours).ToSKColor())));
        foreach (string name in chart.Panels.Where(panel => panel.Levels.Count > 0).Select(panel => panel.LevelsName).Where(name => name.Length > 0).Distinct())
            _entries.Add((name, Level));
        foreach (var (below, label) in EdgeMarks.Labels(chart))
            _entries.Add((label, (canvas, rect) => EdgeMarks.Draw(canvas, rect.MidX - (below ? 0 : 4), rect.MidY + (below ? 4 : 0), below, SKColors.Black)));
        if (chart.Panels.Any(panel => panel.Censored.Count > 0)) _entries.Add(("not by the end (runs)", (canvas, rect) => Arrow(canvas, rect.MidX, rect.MidY)));
        if (chart.Panels.Any(panel => panel.Diverged.Count > 0)) _entries.Add(("diverged", (canvas, rect) => Cross(canvas, rect.MidX, rect.MidY)));
    }

    // Theory over lines of several colours has one entry, in black.
    private static IEnumerable<LineSeries> Entries(IEnumerable<LineSeries> alike)
    {
        LineSeries[] colours = [.. alike.DistinctBy(series => series.Color)];
        return colours is [{ IsModel: true }, _, ..] ? [colours[0] with { Color = -1 }] : colours;
    }

    private static void Level(SKCanvas canvas, SKRect rect)
    {
        using var paint = new SKPaint { Color = Colors.Gray.ToSKColor(), IsAntialias = true, IsStroke = true, StrokeWidth = LinePlots.LevelWidth };
        using var dashes = SKPathEffect.CreateDash(LinePlots.LevelDashes, 0);
        paint.PathEffect = dashes;
        canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, paint);
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
        using var paint = new SKPaint { Color = color, IsAntialias = true, IsStroke = true, StrokeWidth = LinePlots.WidthOf(series) };
        using var dashes = LinePlots.Dashes(series.Stroke) is { } lengths ? SKPathEffect.CreateDash(lengths, 0) : null;
        paint.PathEffect = dashes;
        if (series.Stroke != LineStroke.Markers) canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, paint);
        if (series.Stroke is not (LineStroke.Markers or LineStroke.MarkersAndLine)) return;
        using var dot = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawCircle(rect.MidX, rect.MidY, 3.5f, dot);
    }

    private static void Outlined(SKCanvas canvas, SKRect rect, LineSeries line)
    {
        using var dark = new SKPaint { Color = SKColors.Black, IsAntialias = true, IsStroke = true, StrokeWidth = HeatmapPlots.OutlineOf(line) };
        using var light = new SKPaint { Color = SKColors.White, IsAntialias = true, IsStroke = true, StrokeWidth = HeatmapPlots.WidthOf(line) };
        using var dashes = LinePlots.Dashes(line.Stroke) is { } lengths ? SKPathEffect.CreateDash(lengths, 0) : null;
        light.PathEffect = dashes;
        canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, dark);
        canvas.DrawLine(rect.Left, rect.MidY, rect.Right, rect.MidY, light);
    }

    private void Bar(SKCanvas canvas, HeatmapChart chart, float left, float top, float bottom)
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
        using var font = new SKFont(ChartFont.Typeface, BarTextSize);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        var (low, high) = HeatmapPlots.Range(chart);
        foreach (double value in Ticks.Round(low, high, 7))
        {
            float y = bottom - (float)((value - low) / (high - low)) * (bottom - top);
            canvas.DrawLine(left + BarWidth, y, left + BarWidth + 4, y, frame);
            canvas.DrawText(Ticks.Number(value), left + BarWidth + Gap, y + 4.3f, font, ink);
        }

        using var title = new SKFont(ChartFont.Typeface, BarTitleSize);
        for (int i = 0; i < _barLabel.Count; i++)
        {
            float x = left + _barTitle + i * BarLine;
            canvas.Save();
            canvas.RotateDegrees(-90, x, (top + bottom) / 2);
            canvas.DrawText(_barLabel[i], x, (top + bottom) / 2, SKTextAlign.Center, title, ink);
            canvas.Restore();
        }
    }

    private static void Missing(SKCanvas canvas, SKRect rect)
    {
        using var edge = new SKPaint { Color = Colors.Gray.ToSKColor(), IsAntialias = true, IsStroke = true, StrokeWidth = 1 };
        Fill(canvas, rect, Palette.Missing.ToSKColor());
        canvas.DrawRect(rect, edge);
    }

    private static SKRect Box(SKRect row) => new(row.Left + 8, row.MidY - 8, row.Left + 24, row.MidY + 8);

    private static void Fill(SKCanvas canvas, SKRect rect, SKColor color)
    {
        using var paint = new SKPaint { Color = color };
        canvas.DrawRect(rect, paint);
    }
}
