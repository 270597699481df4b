using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Storage.Segments;

/// <summary>Reads a records segment and the results segment of the same points back into points.</summary>
internal static class SegmentReader
{
    private static readonly Lazy<string> TooLong = new(MessageOfTooLong);

    private static readonly string[] ResultColumns = [TableSchema.Point, TableSchema.Id, TableSchema.Status, TableSchema.LastStep, TableSchema.DivergedAt, TableSchema.Rows];

    internal static IReadOnlyList<PointResult> Read(ReadOnlyMemory<byte> records, ReadOnlyMemory<byte> results)
    {
        try
        {
            // The waits end in place: the streams are memory.
            var read = SegmentTable.ReadAsync(results, SegmentMetadata.CheckResults, ResultColumns.Contains).GetAwaiter().GetResult();
            string[][] layouts = SegmentMetadata.ReadLayouts(read.Metadata, read.Rows);
            HashSet<string> wanted = [TableSchema.Point, TableSchema.Step, .. layouts.SelectMany(layout => layout)];
            return Join(SegmentTable.ReadAsync(records, SegmentMetadata.CheckRecords, wanted.Contains).GetAwaiter().GetResult(), read, layouts);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw new FormatException($"the segment is damaged: {damaged.Message}", damaged);
        }
    }

    /// <summary>The files with what is kept of the points of a results segment, by point.</summary>
    /// <exception cref="FormatException">It is not a results segment, or is damaged.</exception>
    internal static async Task<IReadOnlyDictionary<long, IReadOnlyList<KeptFile>>> ReadKeptAsync(ReadOnlyMemory<byte> results)
    {
        try
        {
            return SegmentMetadata.ReadKept((await SegmentTable.ReadAsync(results, SegmentMetadata.CheckResults, _ => false)).Metadata);
        }
        catch (Exception damaged) when (IsDamage(damaged))
        {
            throw new FormatException($"the segment is damaged: {damaged.Message}", damaged);
        }
    }

    // Out of memory is no damage, unless what was asked for is longer than any array may be: then a page said so, and no memory was sought.
    private static bool IsDamage(Exception error) => error is not (FormatException or OutOfMemoryException) || error.Message == TooLong.Value;

    private static string MessageOfTooLong()
    {
        try
        {
            return $"{new byte[int.MaxValue].Length}"; // refused at once: the longest array is shorter
        }
        catch (OutOfMemoryException refused)
        {
            return refused.Message;
        }
    }

    private static PointResult[] Join(SegmentTable records, SegmentTable results, string[][] layouts)
    {
        // results/1 has the step of divergence as the last step, and no column for it.
        long[] points = results.Values<long>(TableSchema.Point);
        long?[] lastSteps = results.Integers(TableSchema.LastStep), divergedAt = results.Integers(TableSchema.DivergedAt), rows = results.Integers(TableSchema.Rows);
        string[] statuses = results.Text(TableSchema.Status);
        var kept = SegmentMetadata.ReadKept(results.Metadata);
        string[]? earlierIds = SegmentMetadata.IsEarlier(results.Metadata) ? results.Text(TableSchema.Id) : null;
        long[] pointOfRow = records.Values<long>(TableSchema.Point), steps = records.Values<long>(TableSchema.Step);
        var values = layouts.SelectMany(layout => layout).Distinct().ToDictionary(name => name, records.Numbers);
        if (layouts.Length != points.Length || rows.Sum() != records.Rows)
            throw new FormatException($"the results are of {rows.Sum()} records, but there are {records.Rows}");

        var read = new PointResult[points.Length];
        int row = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var columns = layouts[i].Select(name => values[name]).ToArray();
            var table = new MeasurementTable(layouts[i]);
            double[] measured = new double[columns.Length];
            for (long? end = row + rows[i]; row < end; row++)
            {
                if (pointOfRow[row] != points[i])
                    throw new FormatException($"record {row} is of point {pointOfRow[row]}, but the results say {points[i]}");
                for (int c = 0; c < columns.Length; c++)
                    measured[c] = columns[c][row] ?? throw new FormatException($"record {row} has no {layouts[i][c]}");
                table.Add(steps[row], measured);
            }

            read[i] = new PointResult(points[i], SegmentMetadata.StatusOf(statuses[i]),
                divergedAt[i] ?? lastSteps[i] ?? throw new FormatException($"point {points[i]} has no last step"), table)
            {
                Kept = kept.GetValueOrDefault(points[i], []),
                EarlierId = earlierIds is null ? null : PointId.Parse(earlierIds[i]),
            };
        }

        return read;
    }
}
