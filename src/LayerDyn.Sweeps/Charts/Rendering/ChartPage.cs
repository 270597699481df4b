using LayerDyn.Sweeps.Curves;
using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>A chart laid out: title and note, panels in rows, the legend or colour bar to the right.</summary>
internal sealed class ChartPage
{
    private const int TitleHeight = 36, NoteHeight = 22, AxisHeight = 52, NoteSize = 12;
    private readonly Chart _chart;
    private readonly List<string> _note;
    private readonly IReadOnlyList<Plot> _plots;
    private readonly PageSide _side;
    private readonly int _columns;
    private readonly int _cellWidth;
    private readonly int _cellHeight;

    /// <exception cref="NotSupportedException">The kind of chart has no renderer.</exception>
    public ChartPage(Chart chart)
    {
        _chart = chart;
        _side = PageSide.Of(chart);
        _plots = chart switch
        {
            LineChart lines => LinePlots.Create(lines),
            HeatmapChart map => HeatmapPlots.Create(map),
            _ => throw new NotSupportedException($"{chart.GetType().Name} has no renderer"),
        };
        // Four panels stand better as two and two.
        _columns = _plots.Count switch { <= 1 => 1, 2 or 4 => 2, _ => 3 };
        (_cellWidth, _cellHeight) = _plots.Count <= 1 ? (chart is HeatmapChart ? 640 : 720, 560) : (480, chart is HeatmapChart ? 440 : 380);
        _note = Lines(chart.Note, Width - 24);
    }

    public int Width => _columns * _cellWidth + _side.Width;

    public int Height => Top + Math.Max(1, (_plots.Count + _columns - 1) / _columns) * _cellHeight;

    private int Top => TitleHeight + _note.Count * NoteHeight;

    public void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        Text(canvas, _chart.Title, 18, 26, SKColors.Black);
        for (int i = 0; i < _note.Count; i++) Text(canvas, _note[i], NoteSize, TitleHeight + 12 + i * NoteHeight, SKColors.DimGray);
        bool titled = _plots.Any(plot => plot.Axes.Title.Label.Text.Length > 0);
        float head = titled ? 36 : 14;
        for (int i = 0; i < _plots.Count; i++)
        {
            float left = i % _columns * _cellWidth, top = Top + i / _columns * _cellHeight;
            _plots[i].RenderManager.ClearCanvasBeforeEachRender = false; // the other panels are on it
            _plots[i].Axes.Title.IsVisible = titled;
            _plots[i].Layout.Fixed(new PixelPadding(78, 18, AxisHeight, head)); // all panels have axes of one size
            _plots[i].Render(canvas, new PixelRect(left, left + _cellWidth, top + _cellHeight, top));
        }

        if (_side.Width > 0) _side.Draw(canvas, _columns * _cellWidth, Top + head, Top + _cellHeight - AxisHeight);
    }

    // The parts of a note in as few lines as they fit into.
    private static List<string> Lines(string note, float width)
    {
        using var font = new SKFont(ChartFont.Typeface, NoteSize);
        List<string> lines = [];
        foreach (string part in note.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = lines.Count == 0 ? part : $"{lines[^1]}; {part}";
            if (lines.Count > 0 && font.MeasureText(longer) <= width) lines[^1] = longer;
            else lines.Add(part);
        }

        return lines;
    }

    private void Text(SKCanvas canvas, string text, float size, float baseline, SKColor color)
    {
        using var font = new SKFont(ChartFont.Typeface, size);
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(text, Width / 2f, baseline, SKTextAlign.Center, font, paint);
    }
}
