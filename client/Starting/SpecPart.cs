namespace LayerDyn.Client.Starting;

/// <summary>A part of a new spec.</summary>
/// <param name="Yaml">Its value.</param>
/// <param name="Comment">What it is, in a line.</param>
internal sealed record SpecPart(string Yaml, string Comment);
