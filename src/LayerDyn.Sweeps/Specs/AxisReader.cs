using System.Text.RegularExpressions;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Tables;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads one axis of a spec.</summary>
internal sealed partial class AxisReader(ProblemList problems)
{
    /// <summary>The forms of an axis that give values.</summary>
    public static readonly IReadOnlyList<string> Forms = ["values", "linspace", "logspace", "range", "cases", .. SamplesReader.Forms];

    /// <summary>Whether the values of an axis are drawn.</summary>
    public static bool IsSampled(SpecNode axis) => axis is SpecMap map && !map.Entries.Any(entry => Forms.Except(SamplesReader.Forms).Contains(entry.Key))
        && map.Entries.Any(entry => SamplesReader.Forms.Contains(entry.Key));

    /// <summary>An axis whose values are drawn; null, with problems added, when it cannot be.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="node">What is written.</param>
    public SampledAxis? ReadSampled(string name, SpecNode node)
    {
        string path = $"axes.{name}";
        if (FormOf(name, node, path) is not { } form) return null;
        var law = LawReader.Read(form.Key, form.Value, $"{path}.{form.Key}", problems);
        string[] sets = ReadSets((SpecMap)node, path);
        return law is null || sets.Length == 0 ? null : new(name, law, sets, form with { KeyMark = default });
    }

    /// <summary>The axis; null, with problems added, when it has no values to go on with.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="node">What is written.</param>
    /// <param name="others">The axes of which it may be an expression.</param>
    public AxisDefinition? Read(string name, SpecNode node, IReadOnlyList<AxisDefinition> others)
    {
        string path = $"axes.{name}";
        if (FormOf(name, node, path) is not { } form) return null;
        var map = (SpecMap)node;
        string formPath = $"{path}.{form.Key}";
        if (form.Key == "cases") return ReadCases(name, map, formPath);
        var expression = AxisExpression.IsOne(map) ? AxisExpression.Read(map["values"]!.ToString(), formPath, others, problems) : null;
        var values = AxisExpression.IsOne(map) ? expression?.Values : ReadValues(form.Key, form.Value, formPath);
        string[] sets = ReadSets(map, path);
        if (values is null || sets.Length == 0) return null;

        SpecNode written = expression is { } computed ? new SpecScalar(computed.Text)
            : form.Key == "values" ? new SpecList([.. Enumerable.Range(0, values.Count).Select(i => values[i])]) : form.Value;
        var followed = expression is { } of ? others.First(axis => axis.Axis.Name == of.Follows) : null;
        return (AxisDefinition.Of(name, values, sets, new(form.Key, default, written), followed?.Positions) with { Follows = expression?.Follows })
            .In(AxisExpression.Interval(followed?.Axis.Interval, values));
    }

    // The form of values, once the rest of an axis is looked at; null, with a problem added, when there is none.
    private SpecEntry? FormOf(string name, SpecNode node, string path)
    {
        if (!Name().IsMatch(name))
            problems.Add(path, null, "must be named with letters, digits, '-' and '_', starting with a letter");
        if (TableSchema.Reserved.Contains(name, StringComparer.OrdinalIgnoreCase))
            problems.Add(path, null, "has a name that results use for a column of their own", "give the axis another name");
        if (node is not SpecMap map)
        {
            problems.Add(path, node.ToString(), "must be a mapping", "write { values: [a, b], sets: [parameter] }");
            return null;
        }

        map.CheckKeys(path, [.. Forms, "sets"], problems);
        string[] given = [.. Forms.Where(form => map.Find(form) is not null)];
        if (given.Length != 1)
        {
            problems.Add(path, given.Length > 1 ? string.Join(", ", given) : null, "must have exactly one form of values",
                $"give {string.Join(", ", Forms.SkipLast(1))} or {Forms[^1]}");
            return null;
        }

        return map.Find(given[0]);
    }

    private AxisValues? ReadValues(string form, SpecNode node, string path)
    {
        if (node is not SpecList list)
        {
            problems.Add(path, node.ToString(), "must be a list", form switch
            {
                "values" => "write [a, b, ...]",
                "range" => "write [start, stop, step]; the stop is excluded",
                _ => "write [first, last, count]",
            });
            return null;
        }

        if (form == "values")
        {
            if (list.Items.Count == 0) problems.Add(path, "[]", "must have at least one value");
            return list.Items.Count == 0 ? null : AxisValues.Listed(list.Items);
        }

        if (list.Items.Count != 3)
        {
            problems.Add(path, list.ToString(), "must have three numbers", form == "range" ? "[start, stop, step]" : "[first, last, count]");
            return null;
        }

        double[] numbers = new double[3];
        bool complete = true;
        for (int i = 0; i < 3; i++)
        {
            if (list.Items[i] is SpecScalar { Number: { } number }) numbers[i] = number;
            else problems.Add($"{path}[{i}]", list.Items[i].ToString(), "must be a finite number");
            complete &= list.Items[i] is SpecScalar { Number: { } finite } && double.IsFinite(finite);
        }

        if (!complete) return null;
        return form == "range" ? ReadRange(numbers, path) : ReadSpace(form, numbers, path);
    }

    private AxisValues? ReadRange(double[] numbers, string path)
    {
        var (start, stop, step) = (numbers[0], numbers[1], numbers[2]);
        if (step == 0)
        {
            problems.Add($"{path}[2]", step, "must not be zero");
            return null;
        }

        double count = AxisValues.RangeCount(start, stop, step);
        if (count is >= 1 and <= int.MaxValue) return AxisValues.Range(start, step, (int)count);
        problems.Add(path, $"[{start:R}, {stop:R}, {step:R}]", count < 1 ? "must have at least one value" : "must have less than 2^31 values",
            count < 1 ? "the stop is excluded" : null);
        return null;
    }

    private AxisValues? ReadSpace(string form, double[] numbers, string path)
    {
        double count = numbers[2];
        bool valid = true;
        if (count != Math.Floor(count) || count < 1 || count > int.MaxValue)
            Refuse(2, "must be a whole number of at least 1");
        for (int i = 0; form == "logspace" && i < 2; i++)
            if (numbers[i] <= 0) Refuse(i, "must be greater than 0", "logspace takes the end values themselves, not exponents");
        if (!valid) return null;
        return form == "linspace"
            ? AxisValues.Linspace(numbers[0], numbers[1], (int)count)
            : AxisValues.Logspace(numbers[0], numbers[1], (int)count);

        void Refuse(int at, string rule, string? remedy = null)
        {
            problems.Add($"{path}[{at}]", numbers[at], rule, remedy);
            valid = false;
        }
    }

    private string[] ReadSets(SpecMap map, string path)
    {
        var node = map["sets"];
        SpecNode[] items = node switch
        {
            null => [],
            SpecList list => [.. list.Items],
            _ => [node],
        };
        if (items.Length == 0)
        {
            problems.Add($"{path}.sets", null, "must name at least one parameter", "write sets: [optimizer.learningRate]");
            return [];
        }

        var sets = new List<string>();
        for (int i = 0; i < items.Length; i++)
        {
            string at = node is SpecList ? $"{path}.sets[{i}]" : $"{path}.sets";
            if (items[i] is SpecScalar { Text: { } text }) sets.Add(SpecPath.Parse(text) is { } parts ? SpecPath.Format(parts) : text);
            else problems.Add(at, items[i].ToString(), "must be the path of a parameter", "for example optimizer.learningRate");
        }

        return [.. sets];
    }

    private AxisDefinition? ReadCases(string name, SpecMap map, string path)
    {
        if (map.Find("sets") is not null)
            problems.Add($"axes.{name}.sets", null, "cannot stand beside cases", "each case names the parameters that it sets");
        if (map["cases"] is not SpecMap { Entries.Count: > 0 } cases)
        {
            problems.Add(path, map["cases"]!.ToString(), "must be a mapping of at least one case", "write { a: { init.std: 5 }, b: { init.std: 1 } }");
            return null;
        }

        foreach (var entry in cases.Entries)
            if (entry.Value is not SpecMap)
                problems.Add($"{path}.{entry.Key}", entry.Value.ToString(), "must map parameters to values", "write { init.std: 5 }");
        if (cases.Entries.Any(entry => entry.Value is not SpecMap)) return null;

        var bodies = cases.Entries.Select(entry => (SpecMap)entry.Value).ToArray();
        string[] sets = [.. bodies.SelectMany(body => body.Entries).Select(entry => entry.Key).Distinct()];
        return new AxisDefinition(
            new Axis(name, [.. cases.Entries.Select(entry => entry.Key)], null, sets),
            [.. sets.Select(set => new AxisTarget(
                SpecPath.Parse(set) is { } parts ? SpecPath.Format(parts) : set, SpecPath.Parse(set) ?? [], position => bodies[position][set], bodies.All(body => body.Find(set) is not null)))],
            new SpecMap([new("cases", default, cases)]));
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z")]
    private static partial Regex Name();
}
