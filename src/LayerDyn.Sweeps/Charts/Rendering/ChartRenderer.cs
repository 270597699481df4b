using System.Text;
using System.Text.RegularExpressions;
using LayerDyn.Sweeps.Curves;
using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws charts as PNG (at twice the size, for print) and SVG. The same chart gives the same bytes.</summary>
public static partial class ChartRenderer
{
    private const int Scale = 2, MostColumns = 3, TitleHeight = 36, NoteHeight = 22;
    private static readonly Lock One = new(); // ScottPlot's font registry is shared by the process

    /// <summary>The chart as PNG.</summary>
    public static byte[] Png(Chart chart)
    {
        lock (One)
        {
            var page = Layout(chart);
            using var bitmap = new SKBitmap(page.Width * Scale, page.Height * Scale);
            using (var canvas = new SKCanvas(bitmap))
            {
                canvas.Scale(Scale);
                page.Draw(canvas);
            }

            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            return data.ToArray();
        }
    }

    /// <summary>The chart as SVG.</summary>
    public static string Svg(Chart chart)
    {
        lock (One)
        {
            var page = Layout(chart);
            using var stream = new MemoryStream();
            using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, page.Width, page.Height), stream)) page.Draw(canvas);
            return WithOwnIds(Encoding.UTF8.GetString(stream.ToArray()));
        }
    }

    /// <summary>Numbers the ids from 1: Skia counts them over the life of the process, which would change the bytes.</summary>
    private static string WithOwnIds(string svg)
    {
        var ids = new Dictionary<string, string>();
        return Id().Replace(svg, id =>
        {
            if (!ids.TryGetValue(id.Value, out string? own)) ids.Add(id.Value, own = $"{id.Groups[1].Value}_{ids.Count + 1}");
            return own;
        });
    }

    [GeneratedRegex(@"\b(cl|img|gradient|pattern|mask|filter)_[0-9a-f]+\b")]
    private static partial Regex Id();

    private static Page Layout(Chart chart)
    {
        ChartFont.Install();
        return chart switch
        {
            LineChart lines => new Page(chart, LinePlots.Create(lines), lines.Panels.Count == 1 ? 900 : 560, lines.Panels.Count == 1 ? 560 : 400),
            HeatmapChart map => new Page(chart, HeatmapPlots.Create(map), map.Panels.Count == 1 ? 760 : 560, map.Panels.Count == 1 ? 600 : 460),
            _ => throw new NotSupportedException($"{chart.GetType().Name} has no renderer"),
        };
    }

    private sealed record Page(Chart Chart, IReadOnlyList<Plot> Plots, int CellWidth, int CellHeight)
    {
        private int Columns => Math.Clamp(Plots.Count, 1, MostColumns);

        private int Top => TitleHeight + (Chart.Note.Length > 0 ? NoteHeight : 0);

        public int Width => Columns * CellWidth;

        public int Height => Top + Math.Max(1, (Plots.Count + Columns - 1) / Columns) * CellHeight;

        public void Draw(SKCanvas canvas)
        {
            canvas.Clear(SKColors.White);
            Text(canvas, Chart.Title, 18, 26, SKColors.Black);
            if (Chart.Note.Length > 0) Text(canvas, Chart.Note, 12, TitleHeight + 12, SKColors.DimGray);
            for (int i = 0; i < Plots.Count; i++)
            {
                float left = i % Columns * CellWidth, top = Top + i / Columns * CellHeight;
                Plots[i].RenderManager.ClearCanvasBeforeEachRender = false; // the other panels are on it
                Plots[i].Render(canvas, new PixelRect(left, left + CellWidth, top + CellHeight, top));
            }
        }

        private void Text(SKCanvas canvas, string text, float size, float baseline, SKColor color)
        {
            using var font = new SKFont(ChartFont.Typeface, size);
            using var paint = new SKPaint { Color = color, IsAntialias = true };
            canvas.DrawText(text, Width / 2f, baseline, SKTextAlign.Center, font, paint);
        }
    }
}
