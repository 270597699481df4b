using System.Text.RegularExpressions;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Files;

namespace LayerDyn.Sweeps.Specs;

/// <summary>
/// Reads and writes <c>files:</c> of a resolved spec: what the data files held when the sweep was planned, so that its points are
/// known wherever the results are. A user's spec need not have it; where it does, its files must still hold that.
/// </summary>
internal static partial class PinSection
{
    public const string Key = "files";

    private static readonly string[] Keys = ["sha256", "shape", "classes"];

    public static Dictionary<string, FilePin> Read(SpecMap root, ProblemList problems)
    {
        var pins = new Dictionary<string, FilePin>(StringComparer.Ordinal);
        if (root[Key] is not { } node) return pins;
        if (node is not SpecMap map)
        {
            problems.Add(Key, node.ToString(), "must be a mapping", "leave it out: it is filled in when the sweep is planned");
            return pins;
        }

        foreach (var (file, _, value) in map.Entries)
        {
            string path = $"{Key}.{file}";
            if (value is not SpecMap entry || entry["sha256"] is not SpecScalar { Text: { } hash } || !Hash().IsMatch(hash))
            {
                problems.Add(path, value.ToString(), "must have a sha256 of 64 hex digits", "remove the entry: it is filled in when the sweep is planned");
                continue;
            }

            entry.CheckKeys(path, Keys, problems);
            var shape = (entry["shape"] as SpecList)?.Items.Select(item => Whole(item) ?? -1).ToArray();
            pins[file] = new FilePin(hash, shape is null || shape.Contains(-1) ? null : shape, (int?)Whole(entry["classes"]));
        }

        return pins;
    }

    /// <summary>The section; null when there are no files.</summary>
    public static SpecMap? Write(DataPins pins) => pins.Pins.Count == 0 ? null : new([.. pins.Pins.Select(pin => new SpecEntry(pin.Key, default, Entry(pin.Value)))]);

    private static SpecMap Entry(FilePin pin)
    {
        var entries = new List<SpecEntry> { new("sha256", default, new SpecScalar(pin.Sha256)) };
        if (pin.Shape is { } shape) entries.Add(new("shape", default, new SpecList([.. shape.Select(size => new SpecScalar(size))])));
        if (pin.Classes is { } classes) entries.Add(new("classes", default, new SpecScalar((long)classes)));
        return new SpecMap(entries);
    }

    private static long? Whole(SpecNode? node) => node is SpecScalar { Value: long and >= 0 and <= int.MaxValue and var whole } ? whole : null;

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
