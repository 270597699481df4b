using System.Text.Json;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;

namespace LayerDyn.Storage.Segments;

/// <summary>What segments carry beside their columns, as Parquet key-value metadata.</summary>
internal static class SegmentMetadata
{
    private const string FormatKey = "layerdyn.format", LayoutsKey = "layerdyn.layouts", LayoutOfKey = "layerdyn.layout-of";
    private static readonly string[] StatusNames = [.. Enum.GetValues<OutcomeStatus>().Select(status => ExperimentText.KebabCase(status))];
    private const string RecordsFormat = "records/1", ResultsFormat = "results/1";

    internal static Dictionary<string, string> Records => new() { [FormatKey] = RecordsFormat };

    internal static Dictionary<string, string> Results(MeasuredColumns measured) => new()
    {
        [FormatKey] = ResultsFormat,
        [LayoutsKey] = JsonSerializer.Serialize(measured.Layouts),
        [LayoutOfKey] = measured.Layouts.Count <= 1 ? "" : JsonSerializer.Serialize(measured.LayoutOf),
    };

    internal static string StatusName(OutcomeStatus status) => StatusNames[(int)status];

    internal static OutcomeStatus StatusOf(string name)
    {
        foreach (var status in Enum.GetValues<OutcomeStatus>())
            if (StatusName(status) == name) return status;
        throw new FormatException($"'{name}' is not a status");
    }

    internal static void CheckRecords(IReadOnlyDictionary<string, string> metadata) => Check(metadata, RecordsFormat);

    /// <summary>The column list of each of <paramref name="points"/> points of a results segment.</summary>
    internal static string[][] ReadLayouts(IReadOnlyDictionary<string, string> metadata, int points)
    {
        Check(metadata, ResultsFormat);
        string[][] layouts = JsonSerializer.Deserialize<string[][]>(metadata[LayoutsKey])!;
        if (points == 0) return [];
        string layoutOf = metadata[LayoutOfKey];
        if (layoutOf.Length == 0) return [.. Enumerable.Repeat(layouts[0], points)];
        return [.. JsonSerializer.Deserialize<int[]>(layoutOf)!.Select(layout => layouts[layout])];
    }

    private static void Check(IReadOnlyDictionary<string, string> metadata, string expected)
    {
        if (!metadata.TryGetValue(FormatKey, out string? found) || found != expected)
            throw new FormatException($"not a {expected} segment, but {found ?? "a foreign Parquet file"}");
    }
}
