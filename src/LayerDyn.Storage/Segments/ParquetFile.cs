using System.IO.Compression;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;
using Parquet;
using Parquet.Schema;

namespace LayerDyn.Storage.Segments;

/// <summary>
/// A Parquet file that is written a row group at a time. No clock and no random identifier goes into it: the same columns give the same bytes.
/// </summary>
internal sealed class ParquetFile : IAsyncDisposable
{
    private readonly ParquetWriter _writer;
    private readonly DataField[] _fields;

    private ParquetFile(ParquetWriter writer, DataField[] fields) => (_writer, _fields) = (writer, fields);

    /// <summary>Begins a file.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="output">What it is written to. Some of it is written synchronously.</param>
    /// <param name="metadata">Its key-value metadata.</param>
    internal static async Task<ParquetFile> CreateAsync(IEnumerable<TableColumn> columns, Stream output, Dictionary<string, string> metadata)
    {
        DataField[] fields = [.. columns.Select(ParquetColumn.FieldOf)];
        var options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            CompressionLevel = CompressionLevel.Fastest,
            DictionaryEncodingSampleSize = 4096,
        };
        foreach (var field in fields.Where(field => field.ClrType == typeof(ReadOnlyMemory<char>))) options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), output, options);
        writer.CustomMetadata = metadata;
        return new ParquetFile(writer, fields);
    }

    /// <summary>Writes some rows as a row group.</summary>
    /// <param name="columns">The values of the file's columns, in their order.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many rows.</param>
    internal async Task AddAsync(IEnumerable<ColumnValues> columns, int start, int count)
    {
        using var group = _writer.CreateRowGroup();
        foreach (var (field, column) in _fields.Zip(columns)) await ParquetColumn.WriteAsync(group, field, column, start, count);
    }

    /// <summary>Ends the file.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
