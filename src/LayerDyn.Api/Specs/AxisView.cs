namespace LayerDyn.Api.Specs;

/// <summary>An axis of a grid with its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">Number of positions.</param>
/// <param name="Labels">What is shown at each position; of a very long axis only the first ones.</param>
/// <param name="Sets">The parameters it sets.</param>
public sealed record AxisView(string Name, int Count, IReadOnlyList<string> Labels, IReadOnlyList<string> Sets);
