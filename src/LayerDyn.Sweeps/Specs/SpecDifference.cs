using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>A parameter in which two resolved specs differ.</summary>
/// <param name="Path">Where it stands, e.g. <c>optimizer.learningRate</c>; items of lists of mappings are called by their names, e.g. <c>curves.loss.log10</c>.</param>
/// <param name="First">Its value in the first; null where that has none.</param>
/// <param name="Second">Its value in the second; null where that has none.</param>
public sealed record SpecDifference(string Path, string? First, string? Second)
{
    /// <summary>All differences, in the order of the first spec, then what only the second has.</summary>
    /// <param name="first">A resolved spec.</param>
    /// <param name="second">Another.</param>
    /// <exception cref="SpecException">One of them is no YAML.</exception>
    public static IReadOnlyList<SpecDifference> Of(string first, string second)
    {
        var (a, b) = (Values(first), Values(second));
        return
        [
            .. a.Where(pair => !b.TryGetValue(pair.Key, out string? other) || other != pair.Value).Select(pair => new SpecDifference(pair.Key, pair.Value, b.GetValueOrDefault(pair.Key))),
            .. b.Where(pair => !a.ContainsKey(pair.Key)).Select(pair => new SpecDifference(pair.Key, null, pair.Value)),
        ];
    }

    private static OrderedDictionary<string, string> Values(string yaml)
    {
        var problems = new SpecProblems();
        // What is in a store was within the limits of whoever accepted it.
        var root = YamlReader.Read(yaml, new SweepLimits { MaxNodes = long.MaxValue, MaxCharacters = int.MaxValue }, problems);
        if (root is null || !problems.IsEmpty) throw problems.Of(root);
        var values = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        Add(root, "");
        return values;

        void Add(SpecNode node, string path)
        {
            switch (node)
            {
                case SpecMap { Entries.Count: > 0 } map:
                    foreach (var entry in map.Entries) Add(entry.Value, path.Length > 0 ? $"{path}.{entry.Key}" : entry.Key);
                    break;
                case SpecList list when list.Items.Any(item => item is SpecMap):
                    for (int i = 0; i < list.Items.Count; i++) Add(list.Items[i], $"{path}.{Free((list.Items[i] as SpecMap)?["name"]?.ToString() ?? $"{i}")}");
                    break;
                default:
                    values[path] = node.ToString();
                    break;
            }

            // Two items of one name: the second keeps its own.
            string Free(string name) => values.Keys.Any(key => key.StartsWith($"{path}.{name}.", StringComparison.Ordinal)) ? name + "'" : name;
        }
    }
}
