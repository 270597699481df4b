using System.Globalization;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Paths into a spec such as <c>model.widths[1]</c>.</summary>
internal static class SpecPath
{
    /// <summary>Keys (text) and list positions (int); null when it is not a path.</summary>
    public static object[]? Parse(string path)
    {
        var parts = new List<object>();
        foreach (string dotted in path.Split('.'))
        {
            int bracket = dotted.IndexOf('[');
            string key = bracket < 0 ? dotted : dotted[..bracket];
            if (key.Length == 0 || key.Any(char.IsWhiteSpace)) return null;
            // model.widths.1 is model.widths[1]: brackets cannot stand unquoted in flow lists.
            if (int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && parts.Count > 0) parts.Add(position);
            else parts.Add(key);
            for (string rest = bracket < 0 ? "" : dotted[bracket..]; rest.Length > 0;)
            {
                int close = rest.IndexOf(']');
                if (rest[0] != '[' || close < 2
                    || !int.TryParse(rest.AsSpan(1, close - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)) return null;
                parts.Add(index);
                rest = rest[(close + 1)..];
            }
        }

        return [.. parts];
    }

    /// <summary>A path in its one written form.</summary>
    public static string Format(IEnumerable<object> parts) =>
        string.Concat(parts.Select(part => part is int index ? $"[{index}]" : $".{part}")).TrimStart('.');

    /// <summary>Whether <paramref name="path"/> is <paramref name="outer"/> or lies within it.</summary>
    public static bool Covers(string outer, string path) =>
        path.StartsWith(outer, StringComparison.Ordinal) && (path.Length == outer.Length || path[outer.Length] is '.' or '[');

    /// <summary>The node at a path; null when there is none.</summary>
    public static SpecNode? Get(SpecNode? node, ReadOnlySpan<object> parts)
    {
        foreach (object part in parts)
        {
            node = (node, part) switch
            {
                (SpecMap map, string key) => map[key],
                (SpecList list, int index) when index < list.Items.Count => list.Items[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>
    /// <paramref name="node"/> with the value at a path replaced; missing mappings are made, and a kind written as its name alone
    /// becomes a mapping. Null when the path passes through something that has no such part.
    /// </summary>
    public static SpecNode? Set(SpecNode? node, ReadOnlySpan<object> parts, SpecNode value)
    {
        if (parts.IsEmpty) return value;
        if (parts[0] is int index)
        {
            if (node is not SpecList list || index >= list.Items.Count || Set(list.Items[index], parts[1..], value) is not { } item) return null;
            var items = list.Items.ToArray();
            items[index] = item;
            return new SpecList(items, list.Mark);
        }

        var map = node switch
        {
            SpecMap found => found,
            null or SpecScalar { Value: null } => new SpecMap([], value.Mark),
            SpecScalar { Value: string } name => new SpecMap([new SpecEntry("kind", name.Mark, name)], name.Mark),
            _ => null,
        };
        return map is not null && Set(map[(string)parts[0]], parts[1..], value) is { } member ? map.With((string)parts[0], member) : null;
    }

    /// <summary>Why <see cref="Set"/> gives null: the rule that the path breaks, and a remedy.</summary>
    public static (string Rule, string? Remedy) WhyNot(SpecNode? node, ReadOnlySpan<object> parts)
    {
        foreach (object part in parts)
        {
            switch (node, part)
            {
                case (SpecMap map, string key) when map[key] is { } found: node = found; break;
                case (SpecMap map, string key):
                    return ("is not a list of this spec", Names.Suggest(key, map.Entries.Where(entry => entry.Value is SpecList).Select(entry => entry.Key)));
                case (SpecList list, int index) when index < list.Items.Count: node = list.Items[index]; break;
                case (SpecList { Items.Count: var count }, int):
                    return (FormattableString.Invariant($"is beyond the end of a list of {count}"), count == 0 ? null : FormattableString.Invariant($"its places are [0] to [{count - 1}]"));
                case (SpecList, string): return ("is inside a list", "name its place, as in model.widths[1]");
                default: return ("is inside a single value", null);
            }
        }

        return ("is not a path of this spec", null);
    }

    /// <summary><paramref name="node"/> without what is at a path; itself where nothing is.</summary>
    public static SpecNode Remove(SpecNode node, ReadOnlySpan<object> parts)
    {
        if (Get(node, parts) is null) return node;
        var rest = parts[1..];
        switch (node, parts[0])
        {
            case (SpecMap map, string key): return rest.IsEmpty ? map.Without(key) : map.With(key, Remove(map[key]!, rest));
            case (SpecList list, int index):
                var items = list.Items.ToList();
                if (rest.IsEmpty) items.RemoveAt(index);
                else items[index] = Remove(items[index], rest);
                return new SpecList(items, list.Mark);
            default: return node;
        }
    }

    /// <summary>
    /// Where the problem with a path stands: at the value, or at its key for a mapping, a list or when <paramref name="atKey"/>;
    /// at the innermost part that exists when the path itself does not. Keys may contain dots.
    /// </summary>
    public static SpecMark Locate(SpecNode root, string path, bool atKey)
    {
        var (node, mark, rest) = (root, default(SpecMark), path);
        while (rest.Length > 0)
        {
            if (node is SpecMap map)
            {
                var entry = map.Entries.Where(entry => Covers(entry.Key, rest)).MaxBy(entry => entry.Key.Length);
                if (entry is null) break;
                (node, rest) = (entry.Value, rest[entry.Key.Length..].TrimStart('.'));
                mark = atKey || node is not SpecScalar || entry.KeyMark.Line == 0 ? entry.KeyMark : node.Mark;
                if (node.Mark.FromSet) mark = node.Mark;
            }
            else if (node is SpecList list && rest[0] == '[' && int.TryParse(rest.AsSpan(1, rest.IndexOf(']') - 1), out int index)
                && index < list.Items.Count)
            {
                (node, rest) = (list.Items[index], rest[(rest.IndexOf(']') + 1)..].TrimStart('.'));
                mark = node.Mark;
            }
            else
            {
                break;
            }
        }

        return mark;
    }
}
