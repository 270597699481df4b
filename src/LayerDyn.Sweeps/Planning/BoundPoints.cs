namespace LayerDyn.Sweeps.Planning;

/// <summary>What is known of a grid's points once they are bound, which takes longest of all where axes have thousands of values.</summary>
/// <param name="Texts">Their texts.</param>
/// <param name="Columns">Their measured columns, united.</param>
internal sealed record BoundPoints(PointTexts Texts, IReadOnlyList<string> Columns);
