namespace LayerDyn.Contracts.Experiments;

/// <summary>A point on the wire.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="Text">The canonical text that its identity is the hash of.</param>
[GenerateSerializer, Immutable, Alias("layerdyn.point")]
public readonly record struct PointMessage([property: Id(0)] long Index, [property: Id(1)] string Text);
