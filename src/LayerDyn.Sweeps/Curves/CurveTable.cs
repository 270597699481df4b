namespace LayerDyn.Sweeps.Curves;

/// <summary>A tidy table: one row an observation.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">
/// Cells: double, long or string; null for missing. They may be made as they are read: the table of a map with a million cells is
/// never in memory as a whole.
/// </param>
public sealed record CurveTable(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows);
