using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Curves;

/// <summary>What a curve of a spec may refer to, for <see cref="CurveSpec.Validate"/>.</summary>
/// <param name="Path">Where the curve stands in the spec, e.g. <c>curves[2]</c>.</param>
/// <param name="Axes">The sweep's axes in the order written.</param>
/// <param name="Seeds">Number of seed replicates.</param>
/// <param name="Columns">The columns that the points' records have: <see cref="ExperimentColumns.Of"/>, united over all points.</param>
/// <param name="Sample">The first point's experiment.</param>
public sealed record CurveContext(
    string Path,
    IReadOnlyList<Axis> Axes,
    int Seeds,
    IReadOnlyList<string> Columns,
    Experiment Sample)
{
    private const string TestPrefix = "test-";

    internal const string NoAxis = "is not an axis of this sweep", NoColumn = "is not a measured column";

    /// <summary>Whether the sample and its columns are what a spec with mistakes would most likely have without them.</summary>
    public bool IsGuess { get; init; }

    /// <summary>Names of axes that were written but could not be read: what refers to them is not wrong for that.</summary>
    public IReadOnlyCollection<string> UnreadAxes { get; init; } = [];

    /// <summary>Whether the names of all axes are known; otherwise none is said to be missing.</summary>
    public bool KnowsAxes { get; init; } = true;

    /// <summary>Whether all columns are known; otherwise only those are said to be missing that look like a mistyped one of these, and like no other.</summary>
    public bool KnowsColumns { get; init; } = true;

    /// <summary>The path of one of the curve's parameters, for problems.</summary>
    public string At(string parameter) => $"{Path}.{parameter}";

    /// <summary>The axis that a parameter names; null, with a problem added, when there is none of that name.</summary>
    public Axis? RequireAxis(string parameter, string name, ProblemList problems)
    {
        var axis = Axes.FirstOrDefault(axis => axis.Name == name);
        if (axis is null && KnowsAxes && !UnreadAxes.Contains(name)) problems.Add(At(parameter), name, NoAxis, Names.Suggest(name, Axes.Select(found => found.Name)));
        return axis;
    }

    /// <summary>Checks the parameters x and y of a map: two axes of the sweep that are not the same.</summary>
    public void RequireMap(string x, string y, ProblemList problems)
    {
        RequireAxis("x", x, problems);
        RequireAxis("y", y, problems);
        if (x == y) problems.Add(At("y"), y, "must be another axis than x");
    }

    /// <summary>Whether a parameter names a measured column; adds a problem when it does not.</summary>
    public bool RequireColumn(string parameter, string column, ProblemList problems)
    {
        if (Columns.Contains(column) || !(KnowsColumns || IsMistyped(column))) return true;
        // Without its mistakes a spec may have more components of what it measures.
        if (IsGuess && ColumnName.Component(column) > 0 && Columns.Any(other => ColumnName.Matches(other, column[..column.LastIndexOf('.')]))) return true;
        bool untested = column.StartsWith(TestPrefix, StringComparison.Ordinal) && !Sample.Task.Shape.HasTest;
        problems.Add(At(parameter), column, NoColumn, untested ? "the task has no test set" : Names.Suggest(column, Columns));
        return false;
    }

    /// <summary>
    /// The columns of an observable: <paramref name="name"/> itself, or its components <c>name.1</c>, <c>name.2</c> ... in order.
    /// Empty, with a problem added, when nothing of that name is measured.
    /// </summary>
    public IReadOnlyList<string> RequireColumns(string parameter, string name, ProblemList problems)
    {
        if (Columns.Contains(name)) return [name];
        string[] components = [.. Columns.Where(column => column.StartsWith(name + ".", StringComparison.Ordinal)
            && int.TryParse(column.AsSpan(name.Length + 1), out _))];
        if (components.Length == 0) RequireColumn(parameter, name, problems);
        return components;
    }

    // Near a column that is there, and not what an observable that could not be read may measure.
    private bool IsMistyped(string column)
    {
        string measured = ColumnName.Measured(column.StartsWith(TestPrefix, StringComparison.Ordinal) ? column[TestPrefix.Length..] : column);
        return Names.Near(column, Columns).Count > 0 && !ScienceCatalog.Kinds(typeof(Observable)).Keys.Any(kind =>
            measured.StartsWith(kind, StringComparison.Ordinal) && (measured.Length == kind.Length || measured[kind.Length] is '.' or '-'));
    }
}
