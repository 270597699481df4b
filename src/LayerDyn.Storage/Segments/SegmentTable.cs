using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>A Parquet file read into memory, column by column.</summary>
internal sealed class SegmentTable
{
    private readonly Dictionary<string, Array> _columns = [];

    /// <summary>Number of rows.</summary>
    internal int Rows { get; private init; }

    /// <summary>The file's key-value metadata.</summary>
    internal IReadOnlyDictionary<string, string> Metadata { get; private init; } = new Dictionary<string, string>();

    /// <summary>Reads the columns of a file that are wanted, which must be of types that segments are written with.</summary>
    /// <param name="content">The file.</param>
    /// <param name="check">Refuses metadata of another format, before any column is read.</param>
    /// <param name="wanted">Which columns are read.</param>
    internal static async Task<SegmentTable> ReadAsync(
        ReadOnlyMemory<byte> content, Action<IReadOnlyDictionary<string, string>> check, Func<string, bool> wanted)
    {
        if (!MemoryMarshal.TryGetArray(content, out var bytes)) bytes = new(content.ToArray());
        using var stream = new BoundedStream(bytes.Array!, bytes.Offset, bytes.Count);
        await using var reader = await ParquetReader.CreateAsync(stream);
        check(reader.CustomMetadata);
        // What the footer says is believed only as far as it can be: memory is taken by it.
        int[] counts = [.. Enumerable.Range(0, reader.RowGroupCount).Select(i => reader.RowGroups[i].RowCount is >= 0 and <= ParquetSegment.RowGroupRows and var count
            ? (int)count
            : throw new FormatException($"row group {i} says that it has {reader.RowGroups[i].RowCount} rows, segments have 0 to {ParquetSegment.RowGroupRows}"))];
        var table = new SegmentTable { Rows = counts.Sum(), Metadata = reader.CustomMetadata };
        DataField[] fields = [.. reader.Schema.GetDataFields().Where(field => wanted(field.Name))];
        foreach (var field in fields) table._columns.Add(field.Name, Allocate(field, table.Rows));
        int start = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            using var group = reader.OpenRowGroupReader(i);
            foreach (var field in fields)
                await ReadColumnAsync(group, field, table._columns[field.Name], start, counts[i]);
            start += counts[i];
        }

        return table;
    }

    internal T[] Values<T>(string name) => Column<T[]>(name);

    /// <summary>A column of integers, whatever their width; null where a row, or the whole column, is missing.</summary>
    internal long?[] Integers(string name) => _columns.GetValueOrDefault(name) switch
    {
        null => new long?[Rows],
        int[] values => [.. values.Select(value => (long?)value)],
        long[] values => [.. values.Select(value => (long?)value)],
        _ => Column<long?[]>(name),
    };

    internal string[] Text(string name) => Column<string[]>(name);

    internal double?[] Numbers(string name) => Column<double?[]>(name);

    private static Array Allocate(DataField field, int rows) => (field.ClrType, field.IsNullable) switch
    {
        ({ } type, true) when type == typeof(double) => new double?[rows],
        ({ } type, true) when type == typeof(long) => new long?[rows],
        ({ } type, _) when type == typeof(ReadOnlyMemory<char>) || type == typeof(string) => new string[rows],
        ({ } type, false) when type == typeof(double) || type == typeof(long) || type == typeof(int) || type == typeof(bool) => Array.CreateInstance(type, rows),
        _ => throw new FormatException($"column {field.Name} has the type {field.ClrType.Name}, which segments do not use"),
    };

    private static async Task ReadColumnAsync(ParquetRowGroupReader group, DataField field, Array column, int start, int count)
    {
        switch (column)
        {
            case double?[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case double[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case int[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case long[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case long?[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case bool[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
            case string?[] values: await group.ReadAsync(field, values.AsMemory(start, count)); break;
        }
    }

    private TColumn Column<TColumn>(string name) =>
        _columns.TryGetValue(name, out var column) && column is TColumn typed
            ? typed
            : throw new FormatException($"the segment has no column {name} of the expected type");
}
