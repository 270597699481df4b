using System.Text.RegularExpressions;
using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads the parts of a spec that belong to the sweep: name, seeds, axes, zip.</summary>
internal sealed partial class SpecReader(SpecMap root, ProblemList problems, SweepLimits limits)
{
    private static readonly string[] OwnKeys = ["name", "description", "figure", "axes", "zip", SamplesReader.Key, "seeds", RefineReader.Key, DeriveReader.Key, "curves", "variants", "resources", "limits", PinSection.Key];

    /// <summary>The top-level keys of an experiment that a sweep may write or set.</summary>
    public static IReadOnlyList<string> ExperimentKeys { get; } = [.. ExperimentBinder.Keys.Except(["seed", "numerics"])];

    /// <summary>Whether a spec may have this top-level key.</summary>
    public static bool IsKey(object key) => key is string name && (OwnKeys.Contains(name) || ExperimentKeys.Contains(name));

    /// <summary>The experiment part alone.</summary>
    public SpecMap Experiment => new([.. root.Entries.Where(entry => ExperimentKeys.Contains(entry.Key))], root.Mark);

    public void CheckKeys()
    {
        foreach (var entry in root.Entries)
        {
            if (IsKey(entry.Key)) continue;
            if (entry.Key == "seed") problems.Add("seed", null, "belongs to a single point", "write seeds: N or seeds: { count: N, first: K }");
            else problems.Add(entry.Key, null, "is not a known key", Names.Suggest(entry.Key, [.. OwnKeys, .. ExperimentKeys]));
        }
    }

    /// <summary>The sweep's name; empty, with a problem added, when there is no valid one.</summary>
    public string ReadName()
    {
        if (root["name"] is SpecScalar { Text: { } name } && KebabCase().IsMatch(name)) return name;
        if (root["name"] is SpecScalar { Number: not null } or SpecScalar { Value: bool })
        {
            string written = root["name"]!.ToString();
            problems.Add("name", written, $"is a {(root["name"] is SpecScalar { Value: bool } ? "truth value" : "number")}, not text", $"quote it: name: \"{written}\"");
            return "";
        }

        problems.Add("name", root["name"]?.ToString(), root["name"] is null ? "is required" : "must be lower-case letters and digits with single '-' between them, at most 63",
            root["name"] is null ? "write name: my-sweep" : null);
        return "";
    }

    /// <summary>A text that may be left out.</summary>
    public string ReadText(string key)
    {
        if (root[key] is { } node and not SpecScalar { Value: string }) problems.Add(key, node.ToString(), "must be text");
        return (root[key] as SpecScalar)?.Text ?? "";
    }

    /// <summary>Number of seed replicates and the first of them.</summary>
    public (int Count, int First) ReadSeeds()
    {
        switch (root["seeds"])
        {
            case null: return (1, 0);
            case SpecMap map:
                map.CheckKeys("seeds", ["count", "first"], problems);
                int count = Whole(map["count"], "seeds.count", 1, 1), first = Whole(map["first"], "seeds.first", 0, 0);
                if ((long)first + count - 1 > int.MaxValue) problems.Add("seeds", null, "must end before 2^31");
                return (count, first);
            case var node: return (Whole(node, "seeds", 1, 1), 0);
        }
    }

    /// <summary>The axes in the order written.</summary>
    public List<AxisDefinition> ReadAxes()
    {
        if (root.Find("axes") is null) return [];
        if (root["axes"] is not SpecMap { Entries.Count: > 0 } map)
        {
            problems.Add("axes", root["axes"]!.ToString(), "must name at least one axis", "write axes: { rate: { values: [0.1, 0.01], sets: [optimizer.learningRate] } }, or leave axes out");
            return [];
        }

        foreach (var same in map.Entries.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            problems.Add($"axes.{same.Last().Key}", null, $"differs from axis '{same.First().Key}' in case only, which SQL does not tell apart", "give it another name");

        var reader = new AxisReader(problems);
        var read = new AxisDefinition?[map.Entries.Count];
        bool drawn = ReadSampled(map, reader, read);
        // Those that are expressions of others after these; where sampled ones are missing, expressions of them would look wrong.
        foreach (bool isExpression in drawn ? (bool[])[false, true] : [false])
        {
            AxisDefinition[] others = [.. read.OfType<AxisDefinition>()];
            for (int i = 0; i < read.Length; i++)
                if (!AxisReader.IsSampled(map.Entries[i].Value) && AxisExpression.IsOne(map.Entries[i].Value) == isExpression)
                    read[i] = reader.Read(map.Entries[i].Key, map.Entries[i].Value, others);
        }

        return [.. read.OfType<AxisDefinition>()];
    }

    /// <summary>How the sampled axes are drawn, once the axes are read; null without any.</summary>
    public SampleDesign? Samples { get; private set; }

    // Whether there are all of them that are written.
    private bool ReadSampled(SpecMap map, AxisReader reader, AxisDefinition?[] read)
    {
        int[] places = [.. Enumerable.Range(0, read.Length).Where(i => AxisReader.IsSampled(map.Entries[i].Value))];
        Samples = SamplesReader.Read(root, [.. places.Select(i => map.Entries[i].Key)], problems);
        SampledAxis[] axes = [.. places.Select(i => reader.ReadSampled(map.Entries[i].Key, map.Entries[i].Value)).OfType<SampledAxis>()];
        // With one missing, the others would be drawn otherwise.
        if (places.Length == 0) return true;
        if (Samples is not { } design || axes.Length != places.Length) return false;
        var drawn = SampleDrawer.Draw(design, axes, problems);
        for (int i = 0; i < drawn.Count; i++) read[places[i]] = drawn[i];
        return drawn.Count > 0;
    }

    /// <summary>The axes as a grid: zipped ones move together, and so do all sampled ones; the rest cross.</summary>
    public Grid ReadGrid(List<AxisDefinition> axes)
    {
        var groups = new List<List<int>>();
        int[] sampled = [.. Enumerable.Range(0, axes.Count).Where(axis => axes[axis].Positions is not null)];
        if (sampled.Length > 0) groups.Add([.. sampled]);
        if (root["zip"] is SpecList { Items: var items })
        {
            bool single = items.Count > 0 && items.All(item => item is SpecScalar);
            for (int i = 0; i < (single ? 1 : items.Count); i++) ReadZip(single ? root["zip"]! : items[i], single ? "zip" : $"zip[{i}]", axes, groups);
        }
        else if (root["zip"] is { } node)
        {
            problems.Add("zip", node.ToString(), "must be a list of lists of axes", "write zip: [[a, b]]");
        }

        for (int axis = 0; axis < axes.Count; axis++)
            if (axes[axis].Follows is { } followed) Follow(axis, axes.FindIndex(known => known.Axis.Name == followed), axes, groups);
        for (int axis = 0; axis < axes.Count; axis++)
            if (!groups.Exists(group => group.Contains(axis))) groups.Add([axis]);
        return new Grid(axes, [.. groups.Select(group => group.Order().ToArray()).OrderBy(group => group[0])]);
    }

    private void Follow(int axis, int followed, List<AxisDefinition> axes, List<List<int>> groups)
    {
        var (own, other) = (groups.Find(group => group.Contains(axis)), groups.Find(group => group.Contains(followed)));
        if (own is null && other is null) groups.Add([followed, axis]);
        else if (own is null) other!.Add(axis);
        else if (own != other)
            problems.Add("zip", axes[axis].Axis.Name, $"moves with axis '{axes[followed].Axis.Name}', of which it is an expression", $"zip '{axes[followed].Axis.Name}' instead");
    }

    private void ReadZip(SpecNode node, string path, List<AxisDefinition> axes, List<List<int>> groups)
    {
        if (node is not SpecList { Items.Count: > 1 } list)
        {
            problems.Add(path, node.ToString(), "must list two or more axes");
            return;
        }

        var group = new List<int>();
        for (int i = 0; i < list.Items.Count; i++)
        {
            string name = list.Items[i].ToString();
            int axis = axes.FindIndex(known => known.Axis.Name == name);
            bool written = root["axes"] is SpecMap all && all.Find(name) is not null;
            if (axis < 0 && !written) problems.Add($"{path}[{i}]", name, "is not an axis", Names.Suggest(name, axes.Select(known => known.Axis.Name)));
            else if (axis >= 0 && axes[axis].Positions is not null)
                problems.Add($"{path}[{i}]", name, "is drawn, and moves with all axes that are", "leave it out of zip");
            else if (axis >= 0 && (group.Contains(axis) || groups.Exists(other => other.Contains(axis)))) problems.Add($"{path}[{i}]", name, "is zipped twice");
            else if (axis >= 0) group.Add(axis);
        }

        if (group.Select(axis => axes[axis].Axis.Count).Distinct().Count() > 1)
        {
            problems.Add(path, string.Join(", ", group.Select(axis => $"{axes[axis].Axis.Name} has {axes[axis].Axis.Count}")),
                "must have as many values on each axis", "zipped axes move together");
            group.Clear();
        }

        if (group.Count > 0) groups.Add(group);
    }

    private int Whole(SpecNode? node, string path, int least, int fallback)
    {
        if (node is null) return fallback;
        if (node is SpecScalar { Number: { } number } && number == Math.Floor(number) && number >= least && number <= int.MaxValue) return (int)number;
        problems.Add(path, node.ToString(), $"must be a whole number of at least {least}",
            node is SpecScalar { Number: > int.MaxValue } ? $"points are limited to {limits.MaxPoints}" : null);
        return fallback;
    }

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    public static partial Regex KebabCase();
}
