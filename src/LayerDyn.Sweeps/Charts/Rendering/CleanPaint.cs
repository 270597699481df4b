using ScottPlot;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>
/// Draws nothing, with the dashes of the line before taken off the paint that all of a plot is drawn with: markers do not, and Skia's SVG then
/// complains of each on stderr.
/// </summary>
internal sealed class CleanPaint : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp) => rp.Paint.SKPathEffect = null!; // as Skia has it for none
}
