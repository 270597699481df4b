namespace LayerDyn.Api.Points;

/// <summary>A point in a table: its row of the results table, with the axes and the measurements as objects.</summary>
/// <param name="Index">Its index in the sweep, the column <c>point</c>.</param>
/// <param name="Id">Its identity: a hash of its experiment.</param>
/// <param name="State">One of <see cref="PointStates"/>, the column <c>status</c>.</param>
/// <param name="Axes">Its label on each axis.</param>
/// <param name="Seed">Its seed replicate.</param>
/// <param name="LastStep">The last step that was measured; null when none was, or without a result.</param>
/// <param name="DivergedAt">The step at which divergence was seen; null for a point that did not diverge.</param>
/// <param name="Rows">Number of measured steps; 0 without a result.</param>
/// <param name="Final">The final measurements by column; empty without a result and for a point that diverged.</param>
public sealed record PointRow(
    long Index,
    string Id,
    string State,
    IReadOnlyDictionary<string, string> Axes,
    int Seed,
    long? LastStep,
    long? DivergedAt,
    long Rows,
    IReadOnlyDictionary<string, double> Final);
