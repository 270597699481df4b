using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>What an axis of a chart is called.</summary>
/// <param name="Name">Its name in the spec.</param>
/// <param name="Symbol">Its symbol; null without one.</param>
/// <param name="Label">Both, as the chart shows them.</param>
internal readonly record struct AxisName(string Name, string? Symbol, string Label)
{
    /// <summary>As an axis of lines.</summary>
    public ChartAxis Line(bool log = false) => new(Label, log) { Name = Name, Symbol = Symbol };

    /// <summary>As an axis of a map.</summary>
    public HeatmapAxis Map(Axis axis) => new(Label, axis.Labels, axis.Numbers) { Name = Name, Symbol = Symbol };
}
