using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Charts.Rendering;

/// <summary>Size of the area between the axes of each panel, in pixels.</summary>
internal readonly record struct PlotSize(int Width, int Height)
{
    /// <summary>The size for a chart: smaller where there are several panels.</summary>
    public static PlotSize Of(Chart chart) => chart switch
    {
        LineChart { Panels.Count: <= 1 } => new(624, 494),
        LineChart => new(384, 300),
        HeatmapChart { Panels.Count: <= 1 } => new(544, 494),
        _ => new(384, 352),
    };
}
