using System.IO.Compression;
using LayerDyn.Storage.Tables;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>Writes rows as a Parquet file in memory.</summary>
internal static class ParquetSegment
{
    private const int RowGroupRows = 1 << 20;

    // No clock and no random identifier goes into a file: the same columns give the same bytes.
    internal static byte[] Write(TableRows rows, Dictionary<string, string> metadata)
    {
        using var stream = new MemoryStream();
        WriteAsync(stream, [.. rows.Columns.Select(SegmentColumn.Of)], rows.Count, metadata).GetAwaiter().GetResult(); // completes in place: the stream is memory
        return stream.ToArray();
    }

    private static async Task WriteAsync(
        MemoryStream stream, IReadOnlyList<SegmentColumn> columns, int rows, Dictionary<string, string> metadata)
    {
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
            DictionaryEncodingSampleSize = 4096,
        };
        foreach (var column in columns.Where(column => column.Field.ClrType == typeof(ReadOnlyMemory<char>)))
            options.ColumnEncodingHints[column.Field.Path.ToString()] = EncodingHint.Dictionary;
        var schema = new ParquetSchema(columns.Select(column => column.Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, options);
        writer.CustomMetadata = metadata;
        int start = 0;
        do
        {
            int count = Math.Min(RowGroupRows, rows - start);
            using var group = writer.CreateRowGroup();
            foreach (var column in columns) await column.WriteRows(group, start, count);
            start += count;
        }
        while (start < rows);
    }
}
