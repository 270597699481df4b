namespace LayerDyn.Sweeps.Charts;

/// <summary>An axis of a map: one position a cell.</summary>
/// <param name="Label">Name and symbol.</param>
/// <param name="Ticks">What each position is called.</param>
/// <param name="Numbers">The number at each position; null when they are names.</param>
public sealed record HeatmapAxis(string Label, IReadOnlyList<string> Ticks, IReadOnlyList<double>? Numbers)
{
    /// <summary>Number of cells along the axis.</summary>
    public int Count => Ticks.Count;
}
