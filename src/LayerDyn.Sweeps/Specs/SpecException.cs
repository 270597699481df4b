using System.Globalization;

namespace LayerDyn.Sweeps.Specs;

/// <summary>A spec cannot be run; carries the problems found.</summary>
/// <param name="problems">The problems, in the order of the file; of a great many, the first that were found.</param>
/// <param name="more">How many others there are.</param>
public sealed class SpecException(IReadOnlyList<SpecProblem> problems, int more = 0)
    : Exception(string.Join(Environment.NewLine, more == 0 ? problems.Select(problem => problem.ToString()) : [.. problems.Select(problem => problem.ToString()), AndMore(more)]))
{
    /// <summary>The problems, in the order of the file; of a great many, the first that were found.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; } = problems;

    /// <summary>How many others there are.</summary>
    public int More { get; } = more;

    /// <summary>What is said of those that are not shown.</summary>
    public static string AndMore(int more) => string.Create(CultureInfo.InvariantCulture, $"and {more:N0} more");
}
