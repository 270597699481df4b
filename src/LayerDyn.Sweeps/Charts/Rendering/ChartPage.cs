using LayerDyn.Sweeps.Curves;
using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>A chart laid out: title and note, panels in rows, the legend or colour bar to the right. All text has the room that it needs.</summary>
internal sealed class ChartPage : IDisposable
{
    private const int TitleLine = 26, NoteLine = 22, TitleSize = 18, NoteSize = 12, Margin = 12;
    private readonly IReadOnlyList<string> _title;
    private readonly List<string> _note;
    private readonly IReadOnlyList<Plot> _plots;
    private readonly PanelPadding _padding;
    private readonly PageSide _side;
    private readonly int _columns;
    private readonly int _cellWidth;
    private readonly int _cellHeight;

    /// <exception cref="NotSupportedException">The kind of chart has no renderer.</exception>
    public ChartPage(Chart chart)
    {
        var size = PlotSize.Of(chart);
        _plots = chart switch
        {
            LineChart lines => LinePlots.Create(lines, size),
            HeatmapChart map => HeatmapPlots.Create(map, size),
            _ => throw new NotSupportedException($"{chart.GetType().Name} has no renderer"),
        };
        // Four panels stand better as two and two.
        _columns = _plots.Count switch { <= 1 => 1, 2 or 4 => 2, _ => 3 };
        _padding = PanelPadding.Of(_plots, size);
        (_cellWidth, _cellHeight) = (size.Width + _padding.Left + _padding.Right, size.Height + _padding.Top + _padding.Bottom);
        _side = PageSide.Of(chart, Rows * _cellHeight - _padding.Top - _padding.Bottom);
        _title = TextLines.Wrap(chart.Title, Width - 2 * Margin, TitleSize);
        _note = Lines(chart.Note, Width - 2 * Margin);
    }

    public void Dispose()
    {
        foreach (var plot in _plots) plot.Dispose();
    }

    public int Width => _columns * _cellWidth + _side.Width;

    public int Height => Top + Rows * _cellHeight;

    private int Rows => Math.Max(1, (_plots.Count + _columns - 1) / _columns);

    private int Top => 10 + _title.Count * TitleLine + _note.Count * NoteLine;

    public void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        for (int i = 0; i < _title.Count; i++) Text(canvas, _title[i], TitleSize, (i + 1) * TitleLine, SKColors.Black);
        int below = 10 + _title.Count * TitleLine;
        for (int i = 0; i < _note.Count; i++) Text(canvas, _note[i], NoteSize, below + 12 + i * NoteLine, SKColors.DimGray);
        bool titled = _plots.Any(plot => plot.Axes.Title.Label.Text.Length > 0);
        for (int i = 0; i < _plots.Count; i++)
        {
            float left = i % _columns * _cellWidth, top = Top + i / _columns * _cellHeight;
            _plots[i].RenderManager.ClearCanvasBeforeEachRender = false; // the other panels are on it
            _plots[i].Axes.Title.IsVisible = titled;
            _plots[i].Layout.Fixed(_padding.ToPixels()); // all panels have axes of one size
            _plots[i].Render(canvas, new PixelRect(left, left + _cellWidth, top + _cellHeight, top));
        }

        if (_side.Width > 0) _side.Draw(canvas, _columns * _cellWidth, Top + _padding.Top, Height - _padding.Bottom);
    }

    // The parts of a note in as few lines as they fit into; a part that is longer than a line takes several.
    private static List<string> Lines(string note, float width)
    {
        using var font = new SKFont(ChartFont.Typeface, NoteSize);
        List<string> lines = [];
        foreach (string part in note.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = lines.Count == 0 ? part : $"{lines[^1]}; {part}";
            if (lines.Count > 0 && font.MeasureText(longer) <= width) lines[^1] = longer;
            else lines.AddRange(TextLines.Wrap(part, width, NoteSize));
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
