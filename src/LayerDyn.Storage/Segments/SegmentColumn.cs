using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>One column of a segment: its field and how a range of its rows is written.</summary>
/// <param name="Field">Name and type.</param>
/// <param name="WriteRows">Writes <c>count</c> rows from <c>start</c> to a row group.</param>
internal sealed record SegmentColumn(DataField Field, Func<ParquetRowGroupWriter, int, int, Task> WriteRows)
{
    /// <summary>A column without nulls.</summary>
    internal static SegmentColumn Of<T>(string name, T[] values)
        where T : struct
    {
        var field = new DataField<T>(name, false);
        return new(field, (group, start, count) => group.WriteAsync(field, new ReadOnlyMemory<T>(values, start, count)));
    }

    /// <summary>A column of text without nulls, stored as a dictionary where values repeat.</summary>
    internal static SegmentColumn Of(string name, string[] values)
    {
        var field = new DataField<string>(name, false);
        return new(field, (group, start, count) => group.WriteAsync(field, new ArraySegment<string>(values, start, count)));
    }

    /// <summary>A nullable column.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="present">The values that are there, without gaps.</param>
    /// <param name="levels">For each row, 1 when it has a value and 0 when it is null.</param>
    internal static SegmentColumn Nullable(string name, double[] present, int[] levels)
    {
        var field = new DataField<double>(name, true);
        return new(field, (group, start, count) =>
        {
            int before = levels.AsSpan(0, start).Count(1), inside = levels.AsSpan(start, count).Count(1);
            return group.WriteAllPartsAsync(
                field, new ReadOnlyMemory<double>(present, before, inside), new ReadOnlyMemory<int>(levels, start, count), null, CancellationToken.None);
        });
    }
}
