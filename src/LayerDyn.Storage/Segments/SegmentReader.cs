using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>Reads a records segment and the results segment of the same points back into points.</summary>
internal static class SegmentReader
{
    internal static IReadOnlyList<PointResult> Read(ReadOnlyMemory<byte> records, ReadOnlyMemory<byte> results)
    {
        try
        {
            // The waits end in place: the streams are memory.
            var read = SegmentTable.ReadAsync(results, name => name is "point" or "status" or "last_step" or "rows").GetAwaiter().GetResult();
            string[][] layouts = SegmentMetadata.ReadLayouts(read.Metadata, read.Rows);
            HashSet<string> wanted = ["point", "step", .. layouts.SelectMany(layout => layout)];
            return Join(SegmentTable.ReadAsync(records, wanted.Contains).GetAwaiter().GetResult(), read, layouts);
        }
        catch (Exception damaged) when (damaged is not (FormatException or OutOfMemoryException))
        {
            throw new FormatException($"the segment is damaged: {damaged.Message}", damaged);
        }
    }

    private static PointResult[] Join(SegmentTable records, SegmentTable results, string[][] layouts)
    {
        SegmentMetadata.CheckRecords(records.Metadata);
        long[] points = results.Values<long>("point"), lastSteps = results.Values<long>("last_step");
        int[] rows = results.Values<int>("rows");
        string[] statuses = results.Text("status");
        long[] pointOfRow = records.Values<long>("point"), steps = records.Values<long>("step");
        var values = layouts.SelectMany(layout => layout).Distinct().ToDictionary(name => name, records.Nullable);
        if (layouts.Length != points.Length || rows.Sum() != records.Rows)
            throw new FormatException($"the results are of {rows.Sum()} records, but there are {records.Rows}");

        var read = new PointResult[points.Length];
        int row = 0;
        for (int i = 0; i < points.Length; i++)
        {
            var columns = layouts[i].Select(name => values[name]).ToArray();
            var table = new MeasurementTable(layouts[i]);
            double[] measured = new double[columns.Length];
            for (int end = row + rows[i]; row < end; row++)
            {
                if (pointOfRow[row] != points[i])
                    throw new FormatException($"record {row} is of point {pointOfRow[row]}, but the results say {points[i]}");
                for (int c = 0; c < columns.Length; c++)
                    measured[c] = columns[c][row] ?? throw new FormatException($"record {row} has no {layouts[i][c]}");
                table.Add(steps[row], measured);
            }

            read[i] = new PointResult(points[i], SegmentMetadata.StatusOf(statuses[i]), lastSteps[i], table);
        }

        return read;
    }
}
