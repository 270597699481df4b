namespace LayerDyn.Api.Points;

/// <summary>A point in a table.</summary>
/// <param name="Index">Its index in the sweep.</param>
/// <param name="State">One of <see cref="PointStates"/>.</param>
/// <param name="Axes">Its label on each axis.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="LastStep">Steps done; 0 without a result.</param>
/// <param name="Final">The last measurement by column; empty without a result.</param>
public sealed record PointRow(
    long Index,
    string State,
    IReadOnlyDictionary<string, string> Axes,
    int Seed,
    long LastStep,
    IReadOnlyDictionary<string, double> Final);
