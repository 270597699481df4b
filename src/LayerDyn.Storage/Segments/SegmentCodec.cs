using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Segments;

/// <summary>
/// Results of many points as two Parquet files: a <em>records</em> segment and a <em>results</em> segment with the columns of
/// <see cref="TableSchema"/>, the same in every segment of a sweep. The same points give the same bytes.
/// </summary>
public static class SegmentCodec
{
    /// <summary>The records segment of some points of a plan.</summary>
    /// <exception cref="ArgumentException">A point measured what the plan does not know of.</exception>
    public static byte[] WriteRecords(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        WriteRecords(plan.Tables, PointRow.Of(plan, results), results);

    /// <summary>The results segment of some points of a plan.</summary>
    /// <exception cref="ArgumentException">A point measured what the plan does not know of.</exception>
    public static byte[] WriteResults(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        WriteResults(plan.Tables, PointRow.Of(plan, results), results);

    /// <summary>The records segment of some points.</summary>
    /// <param name="schema">The sweep's columns.</param>
    /// <param name="points">The points, in the order of <paramref name="results"/>.</param>
    /// <param name="results">Their results.</param>
    /// <exception cref="ArgumentException">Points and results do not belong together, or a point measured what the schema does not have.</exception>
    public static byte[] WriteRecords(TableSchema schema, IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results) =>
        ParquetSegment.Write(RecordRows.Of(schema, points, results), SegmentMetadata.Records);

    /// <summary>The results segment of some points.</summary>
    /// <param name="schema">The sweep's columns.</param>
    /// <param name="points">The points, in the order of <paramref name="results"/>.</param>
    /// <param name="results">Their results.</param>
    /// <exception cref="ArgumentException">Points and results do not belong together, or a point measured what the schema does not have.</exception>
    public static byte[] WriteResults(TableSchema schema, IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results)
    {
        var rows = ResultRows.Of(schema, points, [.. results.Select(PointSummary.Of)]);
        return ParquetSegment.Write(rows, SegmentMetadata.Results(rows.Layouts, results));
    }

    /// <summary>
    /// The points of a segment exactly as they were written: every double bit for bit, the columns of each point in their order.
    /// </summary>
    /// <param name="records">The records segment.</param>
    /// <param name="results">The results segment of the same points.</param>
    /// <exception cref="FormatException">They are not segments, are damaged, of another version, or do not belong together.</exception>
    public static IReadOnlyList<PointResult> Read(ReadOnlyMemory<byte> records, ReadOnlyMemory<byte> results) =>
        SegmentReader.Read(records, results);
}
