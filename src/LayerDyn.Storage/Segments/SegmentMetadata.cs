using System.Text.Json;
using LayerDyn.Science.Keeping;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>What segments carry beside their columns, as Parquet key-value metadata.</summary>
internal static class SegmentMetadata
{
    private const string FormatKey = "layerdyn.format", LayoutsKey = "layerdyn.layouts", LayoutOfKey = "layerdyn.layout-of", KeptKey = "layerdyn.kept";
    private const string RecordsFormat = "records/2", ResultsFormat = "results/2";

    // Of 0.1: read, and written no more.
    private const string EarlierRecords = "records/1", EarlierResults = "results/1";

    internal static Dictionary<string, string> Records => new() { [FormatKey] = RecordsFormat };

    internal static Dictionary<string, string> Results(ColumnLayouts layouts, IReadOnlyList<PointResult> results)
    {
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = ResultsFormat,
            [LayoutsKey] = JsonSerializer.Serialize(layouts.Lists),
            [LayoutOfKey] = layouts.Lists.Count <= 1 ? "" : JsonSerializer.Serialize(layouts.ListOf),
        };
        var kept = results.Where(result => result.Kept.Count > 0).ToDictionary(result => result.Index, result => result.Kept);
        if (kept.Count > 0) metadata[KeptKey] = JsonSerializer.Serialize(kept, JsonSerializerOptions.Web);
        return metadata;
    }

    /// <summary>The files with what is kept of the points of a results segment, by point; points without any are left out.</summary>
    internal static IReadOnlyDictionary<long, IReadOnlyList<KeptFile>> ReadKept(IReadOnlyDictionary<string, string> metadata) =>
        metadata.TryGetValue(KeptKey, out string? kept)
            ? JsonSerializer.Deserialize<Dictionary<long, IReadOnlyList<KeptFile>>>(kept, JsonSerializerOptions.Web)!
            : new Dictionary<long, IReadOnlyList<KeptFile>>();

    internal static OutcomeStatus StatusOf(string name)
    {
        foreach (var status in Enum.GetValues<OutcomeStatus>())
            if (PointSummary.StatusName(status) == name) return status;
        throw new FormatException($"'{name}' is not a status");
    }

    internal static void CheckRecords(IReadOnlyDictionary<string, string> metadata) => Check(metadata, RecordsFormat, EarlierRecords);

    internal static void CheckResults(IReadOnlyDictionary<string, string> metadata) => Check(metadata, ResultsFormat, EarlierResults);

    /// <summary>Whether a results segment is of 0.1.</summary>
    internal static bool IsEarlier(IReadOnlyDictionary<string, string> metadata) => metadata[FormatKey] == EarlierResults;

    /// <summary>The column list of each of <paramref name="points"/> points of a results segment.</summary>
    internal static string[][] ReadLayouts(IReadOnlyDictionary<string, string> metadata, int points)
    {
        string[][] layouts = JsonSerializer.Deserialize<string[][]>(metadata[LayoutsKey])!;
        if (points == 0) return [];
        string layoutOf = metadata[LayoutOfKey];
        if (layoutOf.Length == 0) return [.. Enumerable.Repeat(layouts[0], points)];
        return [.. JsonSerializer.Deserialize<int[]>(layoutOf)!.Select(layout => layouts[layout])];
    }

    private static void Check(IReadOnlyDictionary<string, string> metadata, string expected, string earlier)
    {
        metadata.TryGetValue(FormatKey, out string? found);
        if (found == expected || found == earlier) return;
        string kind = expected[..(expected.IndexOf('/', StringComparison.Ordinal) + 1)];
        throw new FormatException(found is not null && found.StartsWith(kind, StringComparison.Ordinal)
            ? $"a {found} segment of another version of LayerDyn: this one reads {earlier} and {expected}"
            : $"not a {expected} segment, but {found ?? "a foreign Parquet file"}");
    }
}
