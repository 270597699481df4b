using System.Text.Json;
using LayerDyn.Science.Training;
using LayerDyn.Storage.Tables;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Segments;

/// <summary>What segments carry beside their columns, as Parquet key-value metadata.</summary>
internal static class SegmentMetadata
{
    private const string FormatKey = "layerdyn.format", LayoutsKey = "layerdyn.layouts", LayoutOfKey = "layerdyn.layout-of";
    private const string RecordsFormat = "records/2", ResultsFormat = "results/2";

    // Of 0.1: read, and written no more.
    private const string EarlierRecords = "records/1", EarlierResults = "results/1";

    internal static Dictionary<string, string> Records => new() { [FormatKey] = RecordsFormat };

    internal static Dictionary<string, string> Results(ColumnLayouts layouts) => new()
    {
        [FormatKey] = ResultsFormat,
        [LayoutsKey] = JsonSerializer.Serialize(layouts.Lists),
        [LayoutOfKey] = layouts.Lists.Count <= 1 ? "" : JsonSerializer.Serialize(layouts.ListOf),
    };

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
