using ScottPlot;
using SkiaSharp;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>The font of all charts: the embedded one where the build had it, so that pictures do not depend on the machine.</summary>
internal sealed class ChartFont : IFontResolver
{
    private const string Resource = "DejaVuSans.ttf";
    private static readonly Lazy<SKTypeface?> Embedded = new(Load);

    /// <summary>The typeface for text that is drawn without ScottPlot.</summary>
    public static SKTypeface Typeface => Embedded.Value ?? SKTypeface.Default;

    /// <summary>Makes ScottPlot use it; once a process.</summary>
    public static void Install()
    {
        if (Embedded.Value is not { } typeface || Fonts.FontResolvers is [ChartFont, ..]) return;
        lock (Fonts.FontResolvers)
        {
            if (Fonts.FontResolvers is [ChartFont, ..]) return;
            Fonts.FontResolvers.Insert(0, new ChartFont());
            Fonts.Default = Fonts.Sans = typeface.FamilyName;
        }
    }

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => Typeface;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => Typeface;

    private static SKTypeface? Load()
    {
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream(Resource);
        return stream is null ? null : SKTypeface.FromStream(stream);
    }
}
