namespace LayerDyn.Sweeps.Specs;

/// <summary>A spec cannot be run; carries every problem found.</summary>
/// <param name="problems">All problems, in the order of the file.</param>
public sealed class SpecException(IReadOnlyList<SpecProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All problems, in the order of the file.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; } = problems;
}
