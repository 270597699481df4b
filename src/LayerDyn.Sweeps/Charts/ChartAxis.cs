namespace LayerDyn.Sweeps.Charts;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">Name, symbol and unit.</param>
/// <param name="Log">Whether it is logarithmic; values that are not positive are then left out of the picture.</param>
public sealed record ChartAxis(string Label, bool Log = false)
{
    /// <summary>Least value shown; null to fit the data.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value shown; null to fit the data.</summary>
    public double? Max { get; init; }
}
