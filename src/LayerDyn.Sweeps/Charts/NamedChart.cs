namespace LayerDyn.Sweeps.Charts;

/// <summary>A chart among those of other sweeps.</summary>
/// <param name="Sweep">What its sweep is called in legends and titles.</param>
/// <param name="Chart">The chart.</param>
public sealed record NamedChart(string Sweep, Curves.Chart Chart);
