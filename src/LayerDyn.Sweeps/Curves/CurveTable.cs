namespace LayerDyn.Sweeps.Curves;

/// <summary>A tidy table: one row an observation.</summary>
/// <param name="Columns">Column names.</param>
/// <param name="Rows">Cells: double, long or string; null for missing.</param>
public sealed record CurveTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
