using LayerDyn.Storage.Segments;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>A table as one Parquet file, written to a stream that need neither seek nor take synchronous writes: a row group at a time.</summary>
internal sealed class ParquetTable : IAsyncDisposable
{
    private readonly Outbox _outbox;
    private readonly ParquetFile _file;
    private readonly Stream _output;
    private bool _any;

    private ParquetTable(Outbox outbox, ParquetFile file, Stream output) => (_outbox, _file, _output) = (outbox, file, output);

    /// <summary>Begins a table. Nothing reaches <paramref name="output"/> before the first rows.</summary>
    internal static async Task<ParquetTable> CreateAsync(IReadOnlyList<TableColumn> columns, Stream output)
    {
        var outbox = new Outbox();
        return new ParquetTable(outbox, await ParquetFile.CreateAsync(columns, outbox, []), output);
    }

    /// <summary>Writes rows as a row group.</summary>
    internal async Task AddAsync(IEnumerable<ColumnValues> columns, int rows, CancellationToken cancellationToken)
    {
        _any = true;
        await _file.AddAsync(columns, 0, rows);
        await _outbox.EmptyAsync(_output, cancellationToken);
    }

    /// <summary>Writes what ends the file. A table without rows has one row group, as readers expect.</summary>
    internal async Task EndAsync(IEnumerable<ColumnValues> none, CancellationToken cancellationToken)
    {
        if (!_any) await AddAsync(none, 0, cancellationToken);
        await _file.DisposeAsync();
        await _outbox.EmptyAsync(_output, cancellationToken);
    }

    public async ValueTask DisposeAsync() => await _outbox.DisposeAsync();

    /// <summary>What was written and not yet sent.</summary>
    private sealed class Outbox : MemoryStream
    {
        // The writer counts what it has written by itself, then.
        public override bool CanSeek => false;

        public async Task EmptyAsync(Stream output, CancellationToken cancellationToken)
        {
            await output.WriteAsync(GetBuffer().AsMemory(0, (int)Length), cancellationToken);
            SetLength(0);
        }
    }
}
