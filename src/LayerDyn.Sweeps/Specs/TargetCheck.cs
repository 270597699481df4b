using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Checks which parameters axes set: paths of the experiment, each set by one axis only.</summary>
internal static class TargetCheck
{
    /// <summary>The axes with only those targets that can be applied.</summary>
    public static List<AxisDefinition> Run(List<AxisDefinition> axes, SpecMap experiment, ProblemList problems)
    {
        var taken = new List<(string Path, string Axis)>();
        return [.. axes.Select(axis => axis with { Targets = [.. axis.Targets.Where(target => Check(axis, target))] })];

        bool Check(AxisDefinition axis, AxisTarget target)
        {
            string source = Source(axis, target);
            bool named = axis.Resolved.Find("sets") is not null;
            if (target.Parts.Length == 0)
            {
                problems.Add(source, named ? target.Path : null, "is not a path", "a path looks like model.widths[1]");
                return false;
            }

            if (target.Parts[0] is "seed" or "seeds")
            {
                problems.Add(source, named ? target.Path : null, "cannot be an axis", "write seeds: N at the top level: every point is run with every seed");
                return false;
            }

            if (!SpecReader.ExperimentKeys.Contains(target.Parts[0]))
            {
                problems.Add(source, named ? target.Path : null, "is not a parameter", Nearest(target.Path, experiment));
                return false;
            }

            foreach (var (path, by) in taken)
            {
                if (!SpecPath.Covers(path, target.Path) && !SpecPath.Covers(target.Path, path)) continue;
                problems.Add(source, named ? target.Path : null, by == axis.Axis.Name ? "is set twice by this axis" : $"is set by axis '{by}' too",
                    "a parameter belongs to one axis");
                return false;
            }

            taken.Add((target.Path, axis.Axis.Name));
            return true;
        }
    }

    /// <summary>Where an axis names a target: its place in <c>sets</c>, or the first case with it.</summary>
    private static string Source(AxisDefinition axis, AxisTarget target)
    {
        string path = $"axes.{axis.Axis.Name}";
        if (axis.Resolved["cases"] is not SpecMap cases) return $"{path}.sets";
        string first = cases.Entries.First(entry => ((SpecMap)entry.Value).Entries.Any(Sets)).Key;
        return $"{path}.cases.{first}.{((SpecMap)cases[first]!).Entries.First(Sets).Key}";

        bool Sets(SpecEntry entry) => entry.Key == target.Path || (SpecPath.Parse(entry.Key) is { } parts && SpecPath.Format(parts) == target.Path);
    }

    private static string? Nearest(string path, SpecMap experiment)
    {
        string[] known = [.. Paths(experiment, "")];
        string last = path[(path.LastIndexOf('.') + 1)..];
        string[] sameEnd = [.. known.Where(other => other[(other.LastIndexOf('.') + 1)..] == last).Take(2)];
        return sameEnd.Length > 0 ? $"did you mean {string.Join(" or ", sameEnd.Select(other => $"'{other}'"))}?"
            : Names.Suggest(path, known.Length > 0 ? known : SpecReader.ExperimentKeys);
    }

    private static IEnumerable<string> Paths(SpecMap map, string prefix) => map.Entries.SelectMany(entry =>
        entry.Value is SpecMap inner ? Paths(inner, $"{prefix}{entry.Key}.") : entry.Key == "kind" ? [] : [prefix + entry.Key]);
}
