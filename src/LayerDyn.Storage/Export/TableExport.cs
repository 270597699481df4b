using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Storage.Segments;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Export;

/// <summary>Writes the committed points of a sweep as one table.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
public sealed class TableExport(IArtifactStore store, SweepPlan plan)
{
    // A CSV file is written by so many rows, to hold no column of the whole table.
    private const int RowsAtOnce = 1 << 15;

    /// <summary>What the last table lacks because its files are missing or damaged.</summary>
    public IReadOnlyList<SegmentDamage> Damaged { get; private set; } = [];

    /// <summary>One row a point and measured step, as CSV.</summary>
    public async Task WriteRecordsCsvAsync(Stream output, CancellationToken cancellationToken) =>
        await WriteCsvAsync(output, await ReadAllAsync(cancellationToken), RecordRowsOf, cancellationToken);

    /// <summary>One row a point with its final measurements, as CSV.</summary>
    public async Task WriteResultsCsvAsync(Stream output, CancellationToken cancellationToken) =>
        await WriteCsvAsync(output, await ReadAllAsync(cancellationToken), ResultRowsOf, cancellationToken);

    /// <summary>One row a point and measured step, as one Parquet file.</summary>
    public async Task<byte[]> RecordsParquetAsync(CancellationToken cancellationToken) =>
        SegmentCodec.WriteRecords(plan, await ReadAllAsync(cancellationToken));

    /// <summary>One row a point with its final measurements, as one Parquet file.</summary>
    public async Task<byte[]> ResultsParquetAsync(CancellationToken cancellationToken) =>
        SegmentCodec.WriteResults(plan, await ReadAllAsync(cancellationToken));

    /// <summary>One row a point and measured step, as one array a column.</summary>
    public async Task WriteRecordsNpzAsync(Stream output, CancellationToken cancellationToken) =>
        NpzTable.Write(output, RecordRowsOf(await ReadAllAsync(cancellationToken)));

    /// <summary>One row a point with its final measurements, as one array a column.</summary>
    public async Task WriteResultsNpzAsync(Stream output, CancellationToken cancellationToken) =>
        NpzTable.Write(output, ResultRowsOf(await ReadAllAsync(cancellationToken)));

    private async Task<List<PointResult>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var reader = new RecordReader(store);
        var results = new List<PointResult>();
        (_, Damaged) = await new CommittedSegments(store, plan.Id).ReadAsync(
            stored =>
            {
                results.Clear();
                return reader.ReadAsync(plan.Id, stored.Manifest.Segments, Take, cancellationToken);
            },
            cancellationToken);
        results.Sort((a, b) => a.Index.CompareTo(b.Index));
        return results;

        Task Take(SegmentEntry segment, IReadOnlyList<PointResult> read)
        {
            results.AddRange(read);
            return Task.CompletedTask;
        }
    }

    private RecordRows RecordRowsOf(IReadOnlyList<PointResult> results) => RecordRows.Of(plan.Tables, PointRow.Of(plan, results), results);

    private ResultRows ResultRowsOf(IReadOnlyList<PointResult> results) =>
        ResultRows.Of(plan.Tables, PointRow.Of(plan, results), [.. results.Select(PointSummary.Of)]);

    private static async Task WriteCsvAsync(Stream output, List<PointResult> results, Func<IReadOnlyList<PointResult>, TableRows> rowsOf, CancellationToken cancellationToken)
    {
        await output.WriteAsync(CsvTable.Write(rowsOf([])), cancellationToken);
        foreach (var blocks in Blocks(results).Chunk(Environment.ProcessorCount))
        {
            var texts = new ReadOnlyMemory<byte>[blocks.Length];
            Parallel.For(0, blocks.Length, i => texts[i] = CsvTable.Write(rowsOf(blocks[i]), header: false));
            foreach (var text in texts) await output.WriteAsync(text, cancellationToken);
        }
    }

    /// <summary>The results in order, by about <see cref="RowsAtOnce"/> measured rows.</summary>
    private static IEnumerable<List<PointResult>> Blocks(List<PointResult> results)
    {
        for (int first = 0, end = 0; first < results.Count; first = end)
        {
            for (long rows = 0; end < results.Count && (end == first || rows + results[end].Records.Rows <= RowsAtOnce); end++) rows += results[end].Records.Rows;
            yield return results.GetRange(first, end - first);
        }
    }
}
