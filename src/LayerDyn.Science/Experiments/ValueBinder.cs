using System.Collections;
using System.Text.Json;
using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Experiments;

/// <summary>Turns JSON values into kinds and their parameters, reporting everything that does not fit.</summary>
public static class ValueBinder
{
    /// <summary>
    /// Binds one member of a family: an object with <c>kind</c> and the kind's parameters, or just the kind's name.
    /// Null when there was a problem that leaves nothing to go on with.
    /// </summary>
    public static object? BindKind(JsonElement node, Type family, string path, ProblemList problems)
    {
        var kinds = ScienceCatalog.Kinds(family);
        string? name = node.ValueKind switch
        {
            JsonValueKind.String => node.GetString(),
            JsonValueKind.Object when node.TryGetProperty("kind", out var kindNode) && kindNode.ValueKind == JsonValueKind.String
                => kindNode.GetString(),
            _ => null,
        };
        if (name is null)
        {
            problems.Add(path, node.ValueKind == JsonValueKind.Object ? null : Shown(node), "must name a kind",
                $"write {{ kind: NAME, ... }} with one of: {string.Join(", ", kinds.Keys.Order(StringComparer.Ordinal))}");
            return null;
        }

        if (!kinds.TryGetValue(name, out var kind))
        {
            problems.Add(node.ValueKind == JsonValueKind.Object ? path + ".kind" : path, name, "is not a known kind", Names.Suggest(name, kinds.Keys));
            return null;
        }

        return BindParameters(node, kind, path, problems);
    }

    /// <summary>Binds a value of a plain or nested type; null when it does not fit (the problem is reported).</summary>
    public static object? BindValue(JsonElement node, Type type, ParameterAttribute? range, string path, ProblemList problems)
    {
        if (ScienceCatalog.IsFamily(type)) return BindKind(node, type, path, problems);
        if (type == typeof(bool)) return node.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? node.GetBoolean() : Wrong("must be true or false");
        if (type == typeof(string)) return node.ValueKind == JsonValueKind.String ? node.GetString() : Wrong("must be text");
        if (type.IsEnum) return BindEnum(node, type, path, problems);
        if (type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>)) return BindMapping(node, path, problems);
        if (typeof(IEnumerable).IsAssignableFrom(type)) return BindList(node, type.GetGenericArguments()[0], range, path, problems);
        if (node.ValueKind != JsonValueKind.Number || !node.TryGetDouble(out double number) || !double.IsFinite(number))
            return Wrong(type == typeof(double) ? "must be a finite number" : "must be a whole number");
        if (range is not null && (number < range.Min || (range.AboveMin && number == range.Min)))
            return Wrong($"must be {(range.AboveMin ? "greater than" : "at least")} {range.Min:R}");
        if (range is not null && number > range.Max) return Wrong($"must be at most {range.Max:R}");
        if (type == typeof(double)) return number;
        if (number != Math.Floor(number)) return Wrong("must be a whole number");
        if (type == typeof(long)) return Math.Abs(number) <= 1L << 53 ? (long)number : Wrong("must be less than 2^53");
        return Math.Abs(number) <= int.MaxValue ? (int)number : Wrong("must be less than 2^31");

        object? Wrong(string rule)
        {
            problems.Add(path, Shown(node), rule);
            return null;
        }
    }

    /// <summary>A JSON value as a user would write it.</summary>
    public static string Shown(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.String => node.GetString()!,
        JsonValueKind.Null => "(nothing)",
        JsonValueKind.Object => "a mapping",
        _ => node.GetRawText(),
    };

    private static object BindParameters(JsonElement node, KindDescriptor kind, string path, ProblemList problems)
    {
        object instance = kind.Create();
        if (node.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in node.EnumerateObject())
            {
                if (member.Name == "kind") continue;
                string memberPath = $"{path}.{member.Name}";
                var parameter = kind.Parameters.FirstOrDefault(p => p.Name == member.Name);
                if (parameter is null)
                    problems.Add(memberPath, null, $"is not a parameter of '{kind.Name}'",
                        Names.Suggest(member.Name, kind.Parameters.Select(p => p.Name)) ?? $"'{kind.Name}' takes none");
                else if (member.Value.ValueKind == JsonValueKind.Null && !parameter.Required && parameter.Default is null)
                    continue;
                else if (BindValue(member.Value, parameter.Type, parameter.Attribute, memberPath, problems) is { } value)
                    parameter.Set(instance, value);
            }
        }

        foreach (var parameter in kind.Parameters)
        {
            if (parameter.Required && !(node.ValueKind == JsonValueKind.Object && node.TryGetProperty(parameter.Name, out _)))
                problems.Add($"{path}.{parameter.Name}", null, $"is required by '{kind.Name}'", parameter.Attribute.Summary);
        }

        return instance;
    }

    private static object? BindEnum(JsonElement node, Type type, string path, ProblemList problems)
    {
        string written = Shown(node);
        foreach (Enum value in Enum.GetValues(type))
            if (node.ValueKind == JsonValueKind.String && ExperimentText.KebabCase(value) == written) return value;
        problems.Add(path, written, "is not a known name",
            Names.Suggest(written, Enum.GetValues(type).Cast<Enum>().Select(ExperimentText.KebabCase)));
        return null;
    }

    private static Array? BindList(JsonElement node, Type element, ParameterAttribute? range, string path, ProblemList problems)
    {
        if (node.ValueKind != JsonValueKind.Array)
        {
            if (range is { OrSingle: true } && node.ValueKind != JsonValueKind.Object)
            {
                if (BindValue(node, element, range, path, problems) is not { } single) return null;
                var one = Array.CreateInstance(element, 1);
                one.SetValue(single, 0);
                return one;
            }

            problems.Add(path, Shown(node), "must be a list", "write [a, b, ...]");
            return null;
        }

        if (range is not null && node.GetArrayLength() < range.MinCount)
        {
            problems.Add(path, Shown(node), $"must have at least {range.MinCount} elements");
            return null;
        }

        var values = Array.CreateInstance(element, node.GetArrayLength());
        bool complete = true;
        for (int i = 0; i < values.Length; i++)
        {
            if (BindValue(node[i], element, range, $"{path}[{i}]", problems) is { } value) values.SetValue(value, i);
            else complete = false;
        }

        return complete ? values : null;
    }

    // Names with one value or several each, kept as text: what the values are is known to whoever knows the names.
    private static SortedDictionary<string, IReadOnlyList<string>>? BindMapping(JsonElement node, string path, ProblemList problems)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            problems.Add(path, Shown(node), "must be a mapping", "write { NAME: value, ... }");
            return null;
        }

        var bound = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var member in node.EnumerateObject())
        {
            JsonElement[] values = member.Value.ValueKind == JsonValueKind.Array ? [.. member.Value.EnumerateArray()] : [member.Value];
            bool plain = values.Length > 0 && Array.TrueForAll(values, value => value.ValueKind
                is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False);
            if (plain) bound[member.Name] = [.. values.Select(Plain)];
            else problems.Add($"{path}.{member.Name}", Shown(member.Value), "must be a value or a list of values");
        }

        return bound;
    }

    // One text for one number, however it was written.
    private static string Plain(JsonElement node) => node.ValueKind == JsonValueKind.Number && node.TryGetDouble(out double number)
        ? number.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
        : Shown(node);
}
