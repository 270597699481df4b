using LayerDyn.Storage.Records;
using LayerDyn.Storage.Segments;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Export;

/// <summary>Writes the committed points of a sweep as one table, in order of their indices. What is read is written at once: memory does not grow with the sweep.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
/// <param name="selection">Which table, and what of it.</param>
public sealed class TableExport(IArtifactStore store, SweepPlan plan, TableSelection selection)
{
    // Rows that are written together.
    private const int TextRows = 1 << 15, GroupRows = 1 << 17;
    private const int MostCores = 8;

    private readonly IReadOnlyList<TableColumn> _columns = selection.Columns ?? TableSelection.ColumnsOf(plan.Tables, selection.Kind);
    private readonly CommittedPoints _points = new(store, plan.Id, selection.Points);

    /// <summary>What the table lacks because its files are missing or damaged.</summary>
    public IReadOnlyList<SegmentDamage> Damaged => _points.Damaged;

    /// <summary>Refuses to go on where a file is missing or damaged, instead of leaving its points out; before the first byte where it is known by then.</summary>
    public bool OnlyWhole { get; init; }

    /// <summary>Writes the table.</summary>
    /// <exception cref="StoreException">The store failed, or with <see cref="OnlyWhole"/> a file is missing or damaged.</exception>
    public Task WriteAsync(TableFormat format, Stream output, CancellationToken cancellationToken) => format switch
    {
        TableFormat.Csv => WriteTextAsync(output, CsvTable.Write, cancellationToken),
        TableFormat.Ndjson => WriteTextAsync(output, (columns, rows, _) => NdjsonTable.Write(columns, rows), cancellationToken),
        TableFormat.Parquet => WriteParquetAsync(output, cancellationToken),
        _ => WriteNpzAsync(output, cancellationToken),
    };

    private async Task WriteTextAsync(Stream output, Func<IReadOnlyList<ColumnValues>, int, bool, ReadOnlyMemory<byte>> write, CancellationToken cancellationToken)
    {
        bool begun = false;
        await foreach (var blocks in BlocksAsync(TextRows, cancellationToken).Chunk(Math.Min(Environment.ProcessorCount, MostCores)).WithCancellation(cancellationToken))
        {
            var texts = new ReadOnlyMemory<byte>[blocks.Length];
            bool header = !begun;
            Parallel.For(0, blocks.Length, i => texts[i] = Text(blocks[i], header && i == 0));
            begun = true;
            foreach (var text in texts) await output.WriteAsync(text, cancellationToken);
        }

        if (!begun) await output.WriteAsync(Text([], header: true), cancellationToken);

        ReadOnlyMemory<byte> Text(List<PointResult> points, bool header)
        {
            var rows = RowsOf(points);
            return write([.. rows.ValuesOf(_columns)], rows.Count, header);
        }
    }

    private async Task WriteParquetAsync(Stream output, CancellationToken cancellationToken)
    {
        await using var table = await ParquetTable.CreateAsync(_columns, output);
        await foreach (var points in BlocksAsync(GroupRows, cancellationToken))
        {
            var rows = RowsOf(points);
            await table.AddAsync(rows.ValuesOf(_columns), rows.Count, cancellationToken);
        }

        await table.EndAsync(RowsOf([]).ValuesOf(_columns), cancellationToken);
    }

    private async Task WriteNpzAsync(Stream output, CancellationToken cancellationToken)
    {
        var all = new List<PointResult>();
        await foreach (var points in BlocksAsync(GroupRows, cancellationToken)) all.AddRange(points);
        NpzTable.Write(output, RowsOf(all).ValuesOf(_columns));
    }

    private TableRows RowsOf(IReadOnlyList<PointResult> points)
    {
        var rows = PointRow.Of(plan, points);
        return selection.Kind == TableKind.Records ? RecordRows.Of(plan.Tables, rows, points) : ResultRows.Of(plan.Tables, rows, [.. points.Select(PointSummary.Of)]);
    }

    /// <summary>The points in order, by about so many rows.</summary>
    private async IAsyncEnumerable<List<PointResult>> BlocksAsync(int rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var block = new List<PointResult>();
        long count = 0;
        await foreach (var point in _points.ReadAsync(cancellationToken))
        {
            Check();
            long more = selection.Kind == TableKind.Records ? point.Records.Rows : 1;
            if (block.Count > 0 && count + more > rows)
            {
                yield return block;
                (block, count) = ([], 0);
            }

            block.Add(point);
            count += more;
        }

        Check();
        if (block.Count > 0) yield return block;
    }

    private void Check()
    {
        if (OnlyWhole && Damaged is [var first, ..])
            throw new StoreException($"{plan.Id} in {store.Description}", first.Damage, $"restore it from a copy, or let 'layerdyn verify {plan.Id} --repair' have its points computed again");
    }
}
