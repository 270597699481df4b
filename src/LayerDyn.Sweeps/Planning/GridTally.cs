using LayerDyn.Science.Experiments;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Planning;

/// <summary>
/// Gathers the problems of many combinations and finds which axis positions bring them, so that a shape that is impossible in
/// one column of a grid is one line and not one for each of its points.
/// </summary>
internal sealed class GridTally(Grid grid)
{
    private const int ShownPositions = 3;
    private readonly Dictionary<(string Path, string Rule, string? Remedy), Case> _cases = [];
    private readonly Dictionary<(int Dimension, int Position), long> _checks = [];
    private long _total;

    public void Add(int[] positions, IReadOnlyList<Problem> problems)
    {
        _total++;
        for (int d = 0; d < positions.Length; d++) _checks[(d, positions[d])] = _checks.GetValueOrDefault((d, positions[d])) + 1;
        foreach (var problem in problems)
        {
            var key = (problem.Path, problem.Rule, problem.Remedy);
            if (!_cases.TryGetValue(key, out var found)) _cases[key] = found = new Case(problem, [.. positions]);
            found.Fails++;
            found.OneValue &= problem.Value == found.Example.Value;
            for (int d = 0; d < positions.Length; d++)
            {
                var at = (d, positions[d]);
                var (fails, value) = found.ByPosition.GetValueOrDefault(at, (0, problem.Value));
                found.ByPosition[at] = (fails + 1, value);
            }
        }
    }

    public void Report(ProblemList problems)
    {
        foreach (var found in _cases.Values) Report(found, problems);
    }

    private void Report(Case found, ProblemList problems)
    {
        var (path, value, rule, remedy) = found.Example;
        int owner = Owner(path);
        if (found.Fails == _total && found.OneValue)
        {
            if (owner < 0 || !Targets(owner).Any(target => SpecPath.Covers(target.Path, path))) problems.Add(path, value, rule, remedy);
            else problems.Add(Place(owner, path), null, $"sets {path}{Quoted(value)}, which {rule}", remedy);
            return;
        }

        var guilty = found.ByPosition.Where(entry => entry.Value.Fails == _checks[entry.Key] && grid.Length(entry.Key.Dimension) > 1)
            .OrderBy(entry => entry.Key.Position).ToLookup(entry => entry.Key.Dimension);
        if (guilty.Count == 0)
        {
            problems.Add("axes", grid.Describe(found.First), $"gives {path}{Quoted(value)}, which {rule}{More(found.Fails - 1, "combination")}", remedy);
        }

        // Positions of the axis that sets the parameter say it best; without one, every axis whose positions fail as a whole.
        foreach (var dimension in guilty.Where(group => !guilty.Contains(owner) || group.Key == owner))
        {
            var shown = dimension.Take(ShownPositions).ToArray();
            foreach (var (at, (_, one)) in shown)
            {
                string more = at == shown[^1].Key ? More(dimension.Count() - shown.Length, "value") : "";
                problems.Add(Place(at.Dimension, path), Label(at.Dimension, at.Position, path), $"gives {path}{Quoted(one)}, which {rule}{more}", remedy);
            }
        }
    }

    private static string Quoted(string? value) => value is null ? "" : $" '{value}'";

    private static string More(long count, string what) => count <= 0 ? "" : $" (and {count} more {what}{(count == 1 ? "" : "s")})";

    private string Place(int dimension, string path) => $"axes.{grid.Axes[Named(dimension, path)[0]].Axis.Name}";

    private string Label(int dimension, int position, string path) =>
        string.Join(", ", Named(dimension, path).Select(axis => grid.Label(axis, position)));

    // All axes of a dimension, which were zipped to be read together; of sampled ones, the one that sets the parameter.
    private IReadOnlyList<int> Named(int dimension, string path)
    {
        var axes = grid.Dimensions[dimension];
        int[] owner = [.. axes.Where(axis => grid.Axes[axis].Positions is not null && grid.Axes[axis].Targets.Any(target => SpecPath.Covers(target.Path, path)))];
        return owner.Length > 0 ? owner : axes;
    }

    /// <summary>The dimension that sets the parameter at a path, or a part of it; -1 when none does.</summary>
    private int Owner(string path) => Enumerable.Range(0, grid.Dimensions.Count).FirstOrDefault(
        d => Targets(d).Any(target => SpecPath.Covers(target.Path, path) || SpecPath.Covers(path, target.Path)), -1);

    private IEnumerable<AxisTarget> Targets(int dimension) => grid.Dimensions[dimension].SelectMany(axis => grid.Axes[axis].Targets);

    private sealed class Case(Problem example, int[] first)
    {
        public Problem Example { get; } = example;

        public int[] First { get; } = first;

        public long Fails { get; set; }

        public bool OneValue { get; set; } = true;

        public Dictionary<(int Dimension, int Position), (long Fails, string? Value)> ByPosition { get; } = [];
    }
}
