namespace LayerDyn.Sweeps.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">Name, symbol and unit.</param>
/// <param name="Log">Whether it is logarithmic; values that are not positive are then left out of the picture.</param>
public sealed record ChartAxis(string Label, bool Log = false)
{
    /// <summary>
    /// What it is called in the spec: an axis of the sweep, a column, <c>step</c>, <c>time</c>, <c>epoch</c> or <c>compute</c>; null when it
    /// is none of these.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Its symbol, e.g. <c>λ</c>; null without one.</summary>
    public string? Symbol { get; init; }

    /// <summary>The scale: <see cref="AxisScale.Log"/> when <see cref="Log"/>, else <see cref="AxisScale.Linear"/>.</summary>
    public AxisScale Scale => Log ? AxisScale.Log : AxisScale.Linear;

    /// <summary>Least value shown; null to fit the data.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value shown; null to fit the data.</summary>
    public double? Max { get; init; }
}
