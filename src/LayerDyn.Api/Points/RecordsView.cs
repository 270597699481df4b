namespace LayerDyn.Api.Points;

/// <summary>What was measured of a point.</summary>
/// <param name="Columns">Names of the values of a row, <c>step</c> first.</param>
/// <param name="Rows">One row a measured step, the step first.</param>
public sealed record RecordsView(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<double>> Rows);
