using LayerDyn.Storage.Tables;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>One column of a segment: its field and how a range of its rows is written.</summary>
/// <param name="Field">Name and type.</param>
/// <param name="WriteRows">Writes <c>count</c> rows from <c>start</c> to a row group.</param>
internal sealed record SegmentColumn(DataField Field, Func<ParquetRowGroupWriter, int, int, Task> WriteRows)
{
    /// <summary>A column of a table; text is stored as a dictionary where values repeat.</summary>
    internal static SegmentColumn Of(ColumnValues column) => column.Values switch
    {
        bool[] flags => Of(column, flags),
        long[] integers => Of(column, integers),
        double[] numbers => Of(column, numbers),
        _ => OfText(column.Column.Name, (string[])column.Values),
    };

    private static SegmentColumn OfText(string name, string[] values)
    {
        var field = new DataField<string>(name, false);
        return new(field, (group, start, count) => group.WriteAsync(field, new ArraySegment<string>(values, start, count)));
    }

    private static SegmentColumn Of<T>(ColumnValues column, T[] values)
        where T : struct
    {
        var field = new DataField<T>(column.Column.Name, column.Column.IsNullable);
        if (!column.Column.IsNullable) return new(field, (group, start, count) => group.WriteAsync(field, new ReadOnlyMemory<T>(values, start, count)));

        // As Parquet wants them: the values that are there without gaps, and for each row 1 when it has one and 0 when it is null.
        int[] levels = [.. Enumerable.Range(0, values.Length).Select(row => column.IsMissing(row) ? 0 : 1)];
        T[] present = levels.Contains(0) ? [.. values.Where((_, row) => levels[row] == 1)] : values;
        return new(field, (group, start, count) =>
        {
            int before = levels.AsSpan(0, start).Count(1), inside = levels.AsSpan(start, count).Count(1);
            return group.WriteAllPartsAsync(
                field, new ReadOnlyMemory<T>(present, before, inside), new ReadOnlyMemory<int>(levels, start, count), null, CancellationToken.None);
        });
    }
}
