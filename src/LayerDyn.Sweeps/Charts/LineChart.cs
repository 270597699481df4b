using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Charts;

/// <summary>Lines over a common abscissa, in one panel or several.</summary>
public sealed record LineChart : Chart
{
    /// <summary>Abscissa of every panel.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>Ordinate of every panel that has none of its own.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The panels in reading order.</summary>
    public required IReadOnlyList<LinePanel> Panels { get; init; }
}
