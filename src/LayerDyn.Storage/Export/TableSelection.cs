using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>One of a sweep's tables, or a part of it.</summary>
/// <param name="Kind">Which table.</param>
/// <param name="Columns">Its columns that are wanted, in this order; null for all. <see cref="ChooseColumns"/> finds them by name.</param>
/// <param name="Points">Which points; null for all that are committed.</param>
public sealed record TableSelection(TableKind Kind, IReadOnlyList<TableColumn>? Columns = null, Func<long, bool>? Points = null)
{
    /// <summary>All columns of a table.</summary>
    public static IReadOnlyList<TableColumn> ColumnsOf(TableSchema schema, TableKind kind) => kind == TableKind.Records ? schema.Records : schema.Results;

    /// <summary>The columns of these names, in this order, each once.</summary>
    /// <exception cref="ArgumentException">The table has none of such a name: its parameter name is the first of these.</exception>
    public static IReadOnlyList<TableColumn> ChooseColumns(TableSchema schema, TableKind kind, IEnumerable<string> names)
    {
        var all = ColumnsOf(schema, kind);
        return [.. names.Distinct().Select(name => all.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException("the table has no such column", name))];
    }
}
