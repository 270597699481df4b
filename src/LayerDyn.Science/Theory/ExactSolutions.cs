using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Theory;

/// <summary>Finds the exact solution that holds for an experiment.</summary>
public static class ExactSolutions
{
    private static readonly ExactSolution[] All =
        [.. ScienceCatalog.Kinds(typeof(ExactSolution)).Values.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => (ExactSolution)kind.Create())];

    /// <summary>
    /// The first solution that holds and predicts at least one measured column; null with the reasons in <paramref name="why"/>.
    /// </summary>
    public static ExactSolution? Find(Experiment experiment, out string why)
    {
        var found = Array.Find(All, solution => Reason(solution, experiment) is null);
        why = found is not null ? ""
            : string.Join("; ", All.Select(solution => $"{ScienceCatalog.Describe(solution).Name} {Reason(solution, experiment)}"));
        return found;
    }

    private static string? Reason(ExactSolution solution, Experiment experiment) => solution.Unsupported(experiment)
        ?? (solution.Columns(experiment).Count == 0 ? "predicts none of the observables asked for" : null);
}
