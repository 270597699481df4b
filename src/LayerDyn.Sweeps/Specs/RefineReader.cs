using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Refinement;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Reads, checks and writes <c>refine:</c>.</summary>
internal static class RefineReader
{
    /// <summary>The key in a spec.</summary>
    public const string Key = "refine";

    /// <summary>What stands for levels where the value changes most.</summary>
    public const string Steepest = "steepest";

    private const string Example = "write refine: { axes: [lambda, ratio], of: loss, at: 0.01, until: { points: 2000 } }";
    private static readonly string[] Keys = ["axes", "of", "at", "until", "start"];

    /// <summary>What is written; null, with problems added, when it cannot be read, or there is none.</summary>
    public static RefinementSpec? Read(SpecMap root, ProblemList problems)
    {
        if (root[Key] is not { } node) return null;
        if (node is not SpecMap map)
        {
            problems.Add(Key, node.ToString(), "must be a mapping", Example);
            return null;
        }

        map.CheckKeys(Key, Keys, problems);
        int before = problems.Problems.Count;
        string[] axes = map["axes"] switch
        {
            SpecList list => [.. list.Items.Select(item => item.ToString())],
            SpecScalar { Text: { } one } => [one],
            _ => [],
        };
        if (axes.Length is < 1 or > RefinementSpec.MostAxes) problems.Add($"{Key}.axes", map["axes"]?.ToString(), $"must name one to {RefinementSpec.MostAxes} axes", Example);
        string of = (map["of"] as SpecScalar)?.Text ?? "";
        if (of.Length == 0) problems.Add($"{Key}.of", map["of"]?.ToString(), "must name a column", Example);
        double[] levels = ReadLevels(map["at"], problems);
        if (map["until"] is { } until and not SpecMap) problems.Add($"{Key}.until", until.ToString(), "must be a mapping", "write until: { points: 2000 }");
        (map["until"] as SpecMap)?.CheckKeys($"{Key}.until", ["points"], problems);
        long points = Whole((map["until"] as SpecMap)?["points"], $"{Key}.until.points", 1, RefinementSpec.MostPoints, null, problems);
        int start = (int)Whole(map["start"], $"{Key}.start", 1, 1 << 10, RefinementSpec.DefaultStart, problems);
        return problems.Problems.Count == before ? new(axes, of, levels, points, start) : null;
    }

    /// <summary>Checks what it names against the grid and the columns.</summary>
    public static void Check(RefinementSpec refine, Grid grid, int seeds, IReadOnlyList<string> columns, ProblemList problems)
    {
        double first = seeds;
        var dimensions = new HashSet<int>();
        for (int i = 0; i < refine.Axes.Count; i++)
        {
            string name = refine.Axes[i], path = refine.Axes.Count == 1 ? $"{Key}.axes" : $"{Key}.axes[{i}]";
            int axis = Enumerable.Range(0, grid.Axes.Count).FirstOrDefault(known => grid.Axes[known].Axis.Name == name, -1);
            if (axis < 0)
            {
                problems.Add(path, name, "is not an axis of this sweep", Names.Suggest(name, grid.Axes.Select(known => known.Axis.Name)));
                continue;
            }

            int count = grid.Axes[axis].Axis.Count;
            if (grid.Axes[axis].Positions is not null) problems.Add(path, name, "is drawn: there is no grid of it to refine", "write linspace or logspace");
            else if (count < 3) problems.Add(path, name, $"has {count} values, of which nothing lies between", "name another axis");
            else if (!IsOrdered(grid.Axes[axis].Axis.Numbers)) problems.Add(path, name, "has no order to refine along", "write linspace, logspace or ascending values");
            else if (!dimensions.Add(Enumerable.Range(0, grid.Dimensions.Count).First(dimension => grid.Dimensions[dimension].Contains(axis))))
                problems.Add(path, name, "moves with another of them", "name one of the two");
            first *= refine.FirstOf(count);
        }

        for (int dimension = 0; dimension < grid.Dimensions.Count; dimension++)
            if (!dimensions.Contains(dimension)) first *= grid.Length(dimension);
        if (!columns.Contains(refine.Of)) problems.Add($"{Key}.of", refine.Of, "is not a column", Names.Suggest(refine.Of, columns));
        if (dimensions.Count == refine.Axes.Count && first > refine.Points)
            problems.Add($"{Key}.until.points", refine.Points, $"must be at least {first:0}, the points of the first round", "allow more points, or lower refine.start");
    }

    /// <summary>The same for a resolved spec.</summary>
    public static SpecMap Write(RefinementSpec refine) => new(
    [
        new("axes", default, new SpecList([.. refine.Axes.Select(axis => new SpecScalar(axis))])),
        new("of", default, new SpecScalar(refine.Of)),
        new("at", default, refine.Levels.Count == 0 ? new SpecScalar(Steepest) : new SpecList([.. refine.Levels.Select(level => new SpecScalar(level))])),
        new("until", default, new SpecMap([new("points", default, new SpecScalar(refine.Points))])),
        new("start", default, new SpecScalar((long)refine.Start)),
    ]);

    private static bool IsOrdered(IReadOnlyList<double>? numbers)
    {
        if (numbers is null) return false;
        var steps = numbers.Zip(numbers.Skip(1), (number, next) => next.CompareTo(number)).Distinct().ToList();
        return steps is [not 0];
    }

    private static double[] ReadLevels(SpecNode? node, ProblemList problems)
    {
        if (node is SpecScalar { Text: Steepest }) return [];
        double[] levels = [.. (node is SpecList list ? list.Items : [node!]).Select(item => (item as SpecScalar)?.Number ?? double.NaN)];
        if (levels.Length == 0 || !Array.TrueForAll(levels, double.IsFinite))
            problems.Add($"{Key}.at", node?.ToString(), $"must be a level, a list of levels or {Steepest}", "write at: 0.01");
        return [.. levels.Distinct().Order()];
    }

    private static long Whole(SpecNode? node, string path, long least, long most, long? fallback, ProblemList problems)
    {
        if (node is null && fallback is { } known) return known;
        if (node is SpecScalar { Number: { } number } && number == Math.Floor(number) && number >= least && number <= most) return (long)number;
        problems.Add(path, node?.ToString(), $"must be a whole number from {least} to {most}", node is null ? "write until: { points: 2000 }" : null);
        return least;
    }
}
