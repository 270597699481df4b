using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using LayerDyn.Sweeps.Curves;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Draws charts as PNG (at twice the size, for print) and SVG. The same chart gives the same bytes. Thread-safe.</summary>
public static partial class ChartRenderer
{
    private const int Scale = 2;
    private static readonly Lock One = new(); // ScottPlot's font registry is shared by the process

    // Drawn into again and again: what Skia allocates on many threads, the C library keeps for each of them.
    private static byte[] _pixels = [];

    /// <summary>The chart as PNG.</summary>
    public static byte[] Png(Chart chart)
    {
        lock (One)
        {
            ChartFont.Install();
            using var page = new ChartPage(chart);
            var info = new SKImageInfo(page.Width * Scale, page.Height * Scale);
            if (_pixels.Length < info.BytesSize) _pixels = GC.AllocateUninitializedArray<byte>(info.BytesSize, pinned: true);
            using var bitmap = new SKBitmap();
            bitmap.InstallPixels(info, Marshal.UnsafeAddrOfPinnedArrayElement(_pixels, 0));
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
            ChartFont.Install();
            using var page = new ChartPage(chart);
            using var stream = new MemoryStream();
            using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, page.Width, page.Height), stream)) page.Draw(canvas);
            // The cells of a map are the pixels of one small image: viewers must not smooth them.
            return WithOwnIds(Encoding.UTF8.GetString(stream.ToArray())).Replace("<image ", "<image style=\"image-rendering:pixelated\" ", StringComparison.Ordinal);
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
}
