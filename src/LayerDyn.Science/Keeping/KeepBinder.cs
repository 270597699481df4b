using System.Text.Json;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Keeping;

/// <summary>Reads the section <c>keep</c> of a spec, and writes it into canonical texts.</summary>
public static class KeepBinder
{
    /// <summary>The section's name.</summary>
    public const string Key = "keep";

    /// <summary>How specs say the data that a point sees.</summary>
    public const string Data = "data";

    internal const string Weights = "weights", Features = "features", Outputs = "outputs", Kernel = "kernel";

    private const string Forms = "write a step, last, a list of these as [0, 1000, last], or all for every measured step";

    private static readonly ParameterAttribute NotNegative = new("a step") { Min = 0 };

    /// <summary>What can be kept.</summary>
    public static IReadOnlyList<string> Names { get; } = [Weights, Features, Outputs, Kernel, Data];

    /// <summary>The part that a tensor of a file belongs to: parameters have their own names, all else begins with the part's.</summary>
    public static string PartOf(string tensor) => tensor.Split('.')[0] is Features or Outputs or Kernel ? tensor.Split('.')[0] : Weights;

    /// <summary>Reads the section; null where there is none, or nothing to go on with.</summary>
    internal static Keep? Bind(JsonElement root, ProblemList problems)
    {
        if (!root.TryGetProperty(Key, out var node) || node.ValueKind == JsonValueKind.Null) return null;
        if (node.ValueKind != JsonValueKind.Object)
        {
            problems.Add(Key, ValueBinder.Shown(node), "must be a mapping", "write keep: { weights: [0, last] }");
            return null;
        }

        foreach (var member in node.EnumerateObject())
            if (!Names.Contains(member.Name)) problems.Add($"{Key}.{member.Name}", null, "cannot be kept", Experiments.Names.Suggest(member.Name, Names));
        var keep = new Keep
        {
            Weights = Steps(node, Weights, problems),
            Features = Steps(node, Features, problems),
            Outputs = Steps(node, Outputs, problems),
            Kernel = Steps(node, Kernel, problems),
            Data = node.TryGetProperty(Data, out var data) && ValueBinder.BindValue(data, typeof(bool), null, $"{Key}.{Data}", problems) is true,
        };
        return keep.Data || keep.Parts.Any() ? keep : null; // nothing is kept: as without it
    }

    /// <summary>Writes the section's value, what is not kept left out.</summary>
    internal static void Write(Utf8JsonWriter json, Keep keep)
    {
        json.WriteStartObject(Key);
        if (keep.Data) json.WriteBoolean(Data, true);
        foreach (var (name, steps) in keep.Parts)
        {
            json.WritePropertyName(name);
            if (steps.All)
            {
                json.WriteStringValue(KeepSteps.AllName);
                continue;
            }

            json.WriteStartArray();
            foreach (long step in steps.Steps) json.WriteNumberValue(step);
            if (steps.Last) json.WriteStringValue(KeepSteps.LastName);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static KeepSteps? Steps(JsonElement root, string name, ProblemList problems)
    {
        string path = $"{Key}.{name}";
        if (!root.TryGetProperty(name, out var node) || node.ValueKind == JsonValueKind.Null) return null;
        if (node.ValueKind == JsonValueKind.String && node.GetString() == KeepSteps.AllName) return new([], Last: false, All: true);
        JsonElement[] items = node.ValueKind == JsonValueKind.Array ? [.. node.EnumerateArray()] : [node];
        if (items.Length == 0) problems.Add(path, ValueBinder.Shown(node), "must name at least one step", Forms);
        var steps = new SortedSet<long>();
        bool last = false;
        foreach (var item in items)
        {
            switch (item.ValueKind)
            {
                case JsonValueKind.Number when ValueBinder.BindValue(item, typeof(long), NotNegative, path, problems) is { } step:
                    steps.Add((long)step);
                    break;
                case JsonValueKind.Number:
                    break; // reported
                case JsonValueKind.String when item.GetString() == KeepSteps.LastName:
                    last = true;
                    break;
                default:
                    problems.Add(path, ValueBinder.Shown(item), "is not a step", Forms);
                    break;
            }
        }

        return new([.. steps], last, All: false);
    }
}
