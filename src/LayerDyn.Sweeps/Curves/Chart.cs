using System.Text.Json.Serialization;
using LayerDyn.Sweeps.Charts;

namespace LayerDyn.Sweeps.Curves;

/// <summary>What to draw, independent of how: a sealed record per kind of chart.</summary>
[JsonDerivedType(typeof(LineChart), "lines")]
[JsonDerivedType(typeof(HeatmapChart), "heatmap")]
public abstract record Chart
{
    /// <summary>Title.</summary>
    public required string Title { get; init; }

    /// <summary>A line under the title, e.g. how many points diverged; empty for none.</summary>
    public string Note { get; init; } = "";
}
