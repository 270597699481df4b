namespace LayerDyn.Sweeps.Tables;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="IsNullable">Whether a row may have no value.</param>
public sealed record TableColumn(string Name, ColumnType Type, bool IsNullable = false);
