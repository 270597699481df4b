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
    // A CSV file is written by so many points, to hold no column of the whole table.
    private const int PointsAtOnce = 1024;

    /// <summary>What the last table lacks because its files are missing or damaged.</summary>
    public IReadOnlyList<SegmentDamage> Damaged { get; private set; } = [];

    /// <summary>One row a point and measured step, as CSV.</summary>
    public async Task WriteRecordsCsvAsync(TextWriter output, CancellationToken cancellationToken)
    {
        WriteCsv(output, await ReadAllAsync(cancellationToken), RecordRowsOf);
    }

    /// <summary>One row a point with its final measurements, as CSV.</summary>
    public async Task WriteResultsCsvAsync(TextWriter output, CancellationToken cancellationToken)
    {
        WriteCsv(output, await ReadAllAsync(cancellationToken), ResultRowsOf);
    }

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

    private static void WriteCsv(TextWriter output, List<PointResult> results, Func<IReadOnlyList<PointResult>, TableRows> rowsOf)
    {
        CsvTable.Write(output, rowsOf([]));
        foreach (var some in results.Chunk(PointsAtOnce)) CsvTable.Write(output, rowsOf(some), header: false);
    }
}
