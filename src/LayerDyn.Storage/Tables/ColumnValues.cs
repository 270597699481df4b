using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Tables;

/// <summary>A column of a table with its values.</summary>
/// <param name="Column">What it is.</param>
/// <param name="Values">One a row: <c>bool[]</c>, <c>long[]</c>, <c>double[]</c> or <c>string[]</c>, as its type says.</param>
/// <param name="Missing">For a nullable column, which rows have no value; null otherwise.</param>
public sealed record ColumnValues(TableColumn Column, Array Values, bool[]? Missing = null)
{
    /// <summary>Whether a row has no value.</summary>
    public bool IsMissing(int row) => Missing is not null && Missing[row];
}
