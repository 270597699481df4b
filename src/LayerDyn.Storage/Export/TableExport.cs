using System.Globalization;
using LayerDyn.Storage.Records;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Export;

/// <summary>Writes the committed points of a sweep as one table.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="plan">The sweep.</param>
public sealed class TableExport(IArtifactStore store, SweepPlan plan)
{
    /// <summary>What the last table lacks because its files are missing or damaged.</summary>
    public IReadOnlyList<SegmentDamage> Damaged { get; private set; } = [];

    /// <summary>One row a point and measured step, as CSV.</summary>
    public async Task WriteRecordsCsvAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var results = await ReadAllAsync(cancellationToken);
        WriteCsv(output, results, "step", result => Enumerable.Range(0, result.Records.Rows));
    }

    /// <summary>One row a point with its last measurements, as CSV.</summary>
    public async Task WriteResultsCsvAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var results = await ReadAllAsync(cancellationToken);
        WriteCsv(output, results, "last_step", result => [result.Records.Rows - 1]);
    }

    /// <summary>One row a point and measured step, as one Parquet file.</summary>
    public async Task<byte[]> RecordsParquetAsync(CancellationToken cancellationToken) =>
        SegmentCodec.WriteRecords(plan, await ReadAllAsync(cancellationToken));

    /// <summary>One row a point with its last measurements, as one Parquet file.</summary>
    public async Task<byte[]> ResultsParquetAsync(CancellationToken cancellationToken) =>
        SegmentCodec.WriteResults(plan, await ReadAllAsync(cancellationToken));

    /// <summary>One row a point and measured step, as one array a column.</summary>
    public async Task WriteRecordsNpzAsync(Stream output, CancellationToken cancellationToken) =>
        NpzTable.Write(output, plan, await ReadAllAsync(cancellationToken), everyStep: true);

    /// <summary>One row a point with its last measurements, as one array a column.</summary>
    public async Task WriteResultsNpzAsync(Stream output, CancellationToken cancellationToken) =>
        NpzTable.Write(output, plan, await ReadAllAsync(cancellationToken), everyStep: false);

    private async Task<List<PointResult>> ReadAllAsync(CancellationToken cancellationToken)
    {
        var reader = new RecordReader(store);
        var results = new List<PointResult>();
        (_, Damaged) = await new CommittedSegments(store, plan.Id).ReadAsync(async stored =>
        {
            results.Clear();
            var damaged = new List<SegmentDamage>();
            foreach (var segment in stored.Manifest.Segments)
            {
                var (read, damage) = await reader.TryReadAsync(plan.Id, segment, cancellationToken);
                results.AddRange(read ?? []);
                if (damage is not null) damaged.Add(new SegmentDamage(segment, damage));
            }

            return damaged;
        }, cancellationToken);
        results.Sort((a, b) => a.Index.CompareTo(b.Index));
        return results;
    }

    private void WriteCsv(TextWriter output, List<PointResult> results, string stepColumn, Func<PointResult, IEnumerable<int>> rowsOf)
    {
        string[] columns = [.. results.SelectMany(result => result.Records.Columns).Distinct()];
        Line(output, ["point", "id", .. plan.Axes.Select(axis => axis.Name), "seed", "status", stepColumn, .. columns]);
        foreach (var result in results)
        {
            int[] at = plan.Coordinates(result.Index);
            string[] identity =
            [
                Text(result.Index), plan.PointId(result.Index).ToString(), .. plan.Axes.Select((axis, i) => axis.Labels[at[i]]),
                Text(plan.SeedOf(result.Index)), result.Status.ToString().ToLowerInvariant(),
            ];
            var positions = columns.Select(column => result.Records.Columns.ToList().IndexOf(column)).ToArray();
            foreach (int row in rowsOf(result))
            {
                long step = stepColumn == "step" ? result.Records.Steps[row] : result.LastStep;
                Line(output, [.. identity, Text(step), .. positions.Select(position => position < 0 || row < 0 ? "" : Text(result.Records[row, position]))]);
            }
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    private static void Line(TextWriter output, IEnumerable<string> cells) => output.Write(
        string.Join(',', cells.Select(cell => cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)) + "\n");
}
