using LayerDyn.Science.Experiments;

namespace LayerDyn.Sweeps.Specs;

/// <summary>Collects problems from reading and from binding, and gives each its place in the file.</summary>
internal sealed class SpecProblems
{
    private readonly List<SpecProblem> _placed = [];
    private int _more;

    private readonly List<string> _unreadable = [];

    /// <summary>Problems whose place follows from their path.</summary>
    public ProblemList ByPath { get; } = new();

    public bool IsEmpty => _placed.Count == 0 && ByPath.IsEmpty;

    /// <summary>Adds a problem at a known place.</summary>
    public void Add(SpecMark mark, string path, object? value, string rule, string? remedy = null)
    {
        var one = new ProblemList();
        one.Add(path, value, rule, remedy);
        if (_placed.Count < ProblemList.Most) _placed.Add(new SpecProblem(mark.Line, mark.Column, Named(one.Problems[0], mark)));
        else _more++;
    }

    /// <summary>Adds a problem of a value that could not be read, so that nothing else is said about it.</summary>
    public void AddUnreadable(SpecMark mark, string path, string value, string rule)
    {
        _unreadable.Add(path);
        Add(mark, path, value, rule);
    }

    /// <summary>All problems in the order of the file: of a great many, the first that were found.</summary>
    public SpecException Of(SpecNode? root)
    {
        var all = _placed.ToList();
        foreach (var problem in ByPath.Problems)
        {
            if (_unreadable.Exists(path => SpecPath.Covers(path, problem.Path))) continue;
            var mark = root is null ? default : SpecPath.Locate(root, problem.Path, problem.Value is null);
            all.Add(new SpecProblem(mark.Line, mark.Column, Named(problem, mark)));
        }

        SpecProblem[] ordered = [.. all.Distinct().OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
        return new SpecException([.. ordered.Take(ProblemList.Most)], _more + ByPath.More + Math.Max(0, ordered.Length - ProblemList.Most));
    }

    private static Problem Named(Problem problem, SpecMark mark) =>
        mark.FromSet ? problem with { Path = $"--set {problem.Path}".TrimEnd() } : problem;
}
