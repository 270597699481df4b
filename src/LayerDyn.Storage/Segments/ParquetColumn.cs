using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>How a column of a table is written to a Parquet file. Text is stored as a dictionary where values repeat.</summary>
internal static class ParquetColumn
{
    /// <summary>The field of a column: its name and type.</summary>
    internal static DataField FieldOf(TableColumn column) => column.Type switch
    {
        ColumnType.Boolean => new DataField<bool>(column.Name, column.IsNullable),
        ColumnType.Integer => new DataField<long>(column.Name, column.IsNullable),
        ColumnType.Number => new DataField<double>(column.Name, column.IsNullable),
        _ => new DataField<string>(column.Name, false),
    };

    /// <summary>Writes some rows of a column to a row group.</summary>
    internal static Task WriteAsync(ParquetRowGroupWriter group, DataField field, ColumnValues column, int start, int count) => column.Values switch
    {
        bool[] flags => WriteAsync(group, field, column, flags, start, count),
        long[] integers => WriteAsync(group, field, column, integers, start, count),
        double[] numbers => WriteAsync(group, field, column, numbers, start, count),
        var texts => group.WriteAsync(field, new ArraySegment<string>((string[])texts, start, count)),
    };

    private static Task WriteAsync<T>(ParquetRowGroupWriter group, DataField field, ColumnValues column, T[] values, int start, int count)
        where T : struct
    {
        if (!column.Column.IsNullable) return group.WriteAsync(field, new ReadOnlyMemory<T>(values, start, count));

        // As Parquet wants them: the values that are there without gaps, and for each row 1 when it has one and 0 when it is null.
        int[] levels = [.. Enumerable.Range(start, count).Select(row => column.IsMissing(row) ? 0 : 1)];
        ReadOnlyMemory<T> present = levels.Contains(0) ? values.Skip(start).Take(count).Where((_, row) => levels[row] == 1).ToArray() : new ReadOnlyMemory<T>(values, start, count);
        return group.WriteAllPartsAsync(field, present, levels, null, CancellationToken.None);
    }
}
