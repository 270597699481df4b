namespace LayerDyn.Science.Experiments;

/// <summary>Collects every problem of a document, so that a user sees all of them at once.</summary>
public sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    /// <summary>What was found so far.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Adds one problem; the same one twice counts once.</summary>
    public void Add(string path, object? value, string rule, string? remedy = null)
    {
        var problem = new Problem(path, value is null ? null : Shown(value), rule, remedy);
        if (!_problems.Contains(problem)) _problems.Add(problem);
    }

    private static string Shown(object value) => value switch
    {
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable<int> list => "[" + string.Join(", ", list) + "]",
        _ => value.ToString() ?? "",
    };
}
