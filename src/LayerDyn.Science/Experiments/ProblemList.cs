namespace LayerDyn.Science.Experiments;

/// <summary>Collects the problems of a document, so that a user sees all of them at once, and the first ones of a great many.</summary>
public sealed class ProblemList
{
    /// <summary>Most problems that are kept.</summary>
    public const int Most = 100;

    private readonly List<Problem> _problems = [];
    private readonly HashSet<Problem> _known = [];

    /// <summary>What was found first, at most <see cref="Most"/>.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>How many others were found.</summary>
    public int More => _known.Count - _problems.Count;

    /// <summary>Whether nothing was found.</summary>
    public bool IsEmpty => _problems.Count == 0;

    /// <summary>Adds one problem; the same one twice counts once.</summary>
    public void Add(string path, object? value, string rule, string? remedy = null)
    {
        var problem = new Problem(path, value is null ? null : Shown(value), rule, remedy);
        if (_known.Add(problem) && _problems.Count < Most) _problems.Add(problem);
    }

    private static string Shown(object value) => value switch
    {
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        IEnumerable<int> list => "[" + string.Join(", ", list) + "]",
        _ => value.ToString() ?? "",
    };
}
