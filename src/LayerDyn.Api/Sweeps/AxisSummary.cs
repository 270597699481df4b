namespace LayerDyn.Api.Sweeps;

/// <summary>An axis of a sweep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of positions.</param>
public sealed record AxisSummary(string Name, int Count);
