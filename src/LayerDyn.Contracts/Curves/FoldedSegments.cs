namespace LayerDyn.Contracts.Curves;

/// <summary>Segments folded on a silo.</summary>
/// <param name="Segments">How many of the segments asked for, the first ones: folding ends early where the states would be a large message.</param>
/// <param name="States">The state of each curve of the sweep, in the spec's order.</param>
/// <param name="Damaged">What is wrong with those of these segments that are missing or damaged, by their names; the states are without them.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.folded-segments")]
public sealed record FoldedSegments(
    [property: Id(0)] int Segments,
    [property: Id(1)] IReadOnlyList<byte[]> States,
    [property: Id(2)] IReadOnlyDictionary<string, string> Damaged);
