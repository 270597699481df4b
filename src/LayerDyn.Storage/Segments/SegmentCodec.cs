using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>
/// Results of many points as two Parquet files. A <em>records</em> segment has one row for each point and measured step:
/// <c>point, id, (axes), seed, step, (measurements)</c>. A <em>results</em> segment has one row for each point:
/// <c>point, id, (axes), seed, status, last_step, rows, (last measurements)</c>. Axes are doubles where their values are numbers and
/// text otherwise; measurements are nullable doubles under their own names. An axis named like another column is written as
/// <c>axis.NAME</c>. The same points give the same bytes.
/// </summary>
public static class SegmentCodec
{
    /// <summary>The records segment of some points of a plan.</summary>
    public static byte[] WriteRecords(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        WriteRecords(plan.Axes, RowsOf(plan, results), results);

    /// <summary>The results segment of some points of a plan.</summary>
    public static byte[] WriteResults(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        WriteResults(plan.Axes, RowsOf(plan, results), results);

    /// <summary>The records segment of some points.</summary>
    /// <param name="axes">The sweep's axes.</param>
    /// <param name="points">The points, in the order of <paramref name="results"/>.</param>
    /// <param name="results">Their results.</param>
    /// <exception cref="ArgumentException">Points and results do not belong together.</exception>
    public static byte[] WriteRecords(IReadOnlyList<Axis> axes, IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results)
    {
        var measured = MeasuredColumns.Of(results);
        var rows = new SegmentRows(points, results, everyStep: true);
        string[] reserved = ["point", "id", "seed", "step"];
        return ParquetSegment.Write(
            [.. rows.Identity(axes, [.. reserved, .. measured.Names]), SegmentColumn.Of("step", rows.Steps()), .. measured.AllRows(results, rows.Count)],
            rows.Count,
            SegmentMetadata.Records);
    }

    /// <summary>The results segment of some points.</summary>
    /// <param name="axes">The sweep's axes.</param>
    /// <param name="points">The points, in the order of <paramref name="results"/>.</param>
    /// <param name="results">Their results.</param>
    /// <exception cref="ArgumentException">Points and results do not belong together.</exception>
    public static byte[] WriteResults(IReadOnlyList<Axis> axes, IReadOnlyList<PointRow> points, IReadOnlyList<PointResult> results)
    {
        var measured = MeasuredColumns.Of(results);
        var rows = new SegmentRows(points, results, everyStep: false);
        string[] reserved = ["point", "id", "seed", "status", "last_step", "rows"];
        return ParquetSegment.Write(
            [
                .. rows.Identity(axes, [.. reserved, .. measured.Names]),
                SegmentColumn.Of("status", results.Select(result => SegmentMetadata.StatusName(result.Status)).ToArray()),
                SegmentColumn.Of("last_step", results.Select(result => result.LastStep).ToArray()),
                SegmentColumn.Of("rows", results.Select(result => result.Records.Rows).ToArray()),
                .. measured.LastRows(results),
            ],
            rows.Count,
            SegmentMetadata.Results(measured));
    }

    /// <summary>
    /// The points of a segment exactly as they were written: every double bit for bit, the columns of each point in their order.
    /// </summary>
    /// <param name="records">The records segment.</param>
    /// <param name="results">The results segment of the same points.</param>
    /// <exception cref="FormatException">They are not segments, are damaged, or do not belong together.</exception>
    public static IReadOnlyList<PointResult> Read(ReadOnlyMemory<byte> records, ReadOnlyMemory<byte> results) =>
        SegmentReader.Read(records, results);

    private static PointRow[] RowsOf(SweepPlan plan, IReadOnlyList<PointResult> results) =>
        [.. results.Select(result => PointRow.Of(plan, result.Index))];
}
