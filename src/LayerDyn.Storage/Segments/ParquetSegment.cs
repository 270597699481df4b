using LayerDyn.Storage.Tables;

namespace LayerDyn.Storage.Segments;

/// <summary>Writes rows as a Parquet file in memory.</summary>
internal static class ParquetSegment
{
    /// <summary>Most rows of a row group.</summary>
    internal const int RowGroupRows = 1 << 20;

    internal static byte[] Write(TableRows rows, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        WriteAsync(stream, [.. rows.Columns], rows.Count, metadata).GetAwaiter().GetResult(); // completes in place: the stream is memory
        return stream.ToArray();
    }

    private static async Task WriteAsync(MemoryStream stream, IReadOnlyList<ColumnValues> columns, int rows, Dictionary<string, string> metadata)
    {
        await using var file = await ParquetFile.CreateAsync(columns.Select(column => column.Column), stream, metadata);
        int start = 0;
        do
        {
            int count = Math.Min(RowGroupRows, rows - start);
            await file.AddAsync(columns, start, count);
            start += count;
        }
        while (start < rows);
    }
}
