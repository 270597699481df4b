using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Applies a variant of a spec and the settings of the command line to its tree.</summary>
internal static class SpecSettings
{
    /// <summary>Sets the values of the chosen variant. All variants are checked for form, chosen or not.</summary>
    public static SpecMap ApplyVariant(SpecMap root, string? variant, SpecProblems problems)
    {
        var node = root["variants"];
        if (node is not null && node is not SpecMap)
            problems.ByPath.Add("variants", node.ToString(), "must be a mapping", "write variants: { quick: { steps: 400 } }");
        var variants = node as SpecMap;
        foreach (var entry in variants?.Entries ?? [])
            if (entry.Value is not SpecMap)
                problems.ByPath.Add($"variants.{entry.Key}", entry.Value.ToString(), "must map paths to values", "write { steps: 400, axes.lambda.values: [0, 1] }");
        foreach (var entry in variants?.Entries ?? [])
            foreach (var setting in (entry.Value as SpecMap)?.Entries ?? [])
                if (!IsKnown(setting.Key)) problems.ByPath.Add($"variants.{entry.Key}.{setting.Key}", null, "is not a path of this spec", Nearest(root, setting.Key));
        if (variant is null) return root;
        if (variants?.Find(variant) is not { } chosen)
        {
            problems.Add(default, "variant", variant, "is not a variant of this spec",
                Names.Suggest(variant, variants?.Entries.Select(entry => entry.Key) ?? []) ?? "it has none");
            return root;
        }

        foreach (var setting in (chosen.Value as SpecMap)?.Entries ?? [])
        {
            if (!IsKnown(setting.Key)) continue;
            if (Apply(root, setting.Key, setting.Value) is { } changed) root = changed;
            else
            {
                var (rule, remedy) = WhyNot(root, setting.Key);
                problems.ByPath.Add($"variants.{variant}.{setting.Key}", null, rule, remedy);
            }
        }

        return root;
    }

    /// <summary>Applies <c>path=value</c> settings in their order; values are YAML.</summary>
    public static SpecMap ApplyOverrides(SpecMap root, IReadOnlyList<string> overrides, SweepLimits limits, SpecProblems problems)
    {
        var mark = new SpecMark(0, 0, FromSet: true);
        foreach (string setting in overrides)
        {
            int equals = setting.IndexOf('=');
            if (equals <= 0)
            {
                problems.Add(mark, "", setting, "must be path=value", "for example --set optimizer.learningRate=0.1");
                continue;
            }

            string path = setting[..equals].Trim(), text = setting[(equals + 1)..];
            var value = string.IsNullOrWhiteSpace(text) ? new SpecScalar(null, mark) : YamlReader.Read(text, limits, problems, true, path);
            if (value is null) continue;
            if (Apply(root, path, value) is { } changed) root = changed;
            else
            {
                var (rule, remedy) = WhyNot(root, path);
                problems.Add(mark, path, null, rule, remedy);
            }
        }

        return root;
    }

    private static SpecMap? Apply(SpecMap root, string path, SpecNode value)
    {
        if (SpecPath.Parse(path) is not { } parts || parts[0] is "variants") return null;
        // A new form of an axis takes the place of the old one.
        if (parts is ["axes", string axis, string form, ..] && AxisReader.Forms.Contains(form)
            && root["axes"] is SpecMap axes && axes[axis] is SpecMap old)
        {
            string[] others = [.. AxisReader.Forms.Where(other => other != form), .. form == "cases" ? ["sets"] : Array.Empty<string>()];
            root = root.With("axes", axes.With(axis, old.Without(others)));
        }

        return SpecPath.Set(root, parts, value) as SpecMap;
    }

    private static bool IsKnown(string path) => SpecPath.Parse(path) is { } parts && SpecReader.IsKey(parts[0]) && parts[0] is not "variants";

    private static (string Rule, string? Remedy) WhyNot(SpecMap root, string path) =>
        IsKnown(path) ? SpecPath.WhyNot(root, SpecPath.Parse(path)) : ("is not a path of this spec", Nearest(root, path));

    private static string? Nearest(SpecMap root, string path) =>
        SpecPath.Parse(path) is null ? "a path looks like model.widths[1]" : Names.Suggest(path, root.Entries.Select(entry => entry.Key));
}
