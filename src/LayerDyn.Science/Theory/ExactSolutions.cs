using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Theory;

/// <summary>Finds the exact solution that holds for an experiment.</summary>
public static class ExactSolutions
{
    private static readonly IReadOnlyList<ExactSolution> All =
        [.. ScienceCatalog.Kinds(typeof(ExactSolution)).Values.OrderBy(kind => kind.Name, StringComparer.Ordinal).Select(kind => (ExactSolution)kind.Create())];

    /// <summary>
    /// The first solution that holds and predicts at least one measured column; null with the reasons in <paramref name="why"/>.
    /// </summary>
    public static ExactSolution? Find(Experiment experiment, out string why)
    {
        var reasons = new List<string>();
        foreach (var solution in All)
        {
            string? reason = solution.Unsupported(experiment)
                ?? (solution.Columns(experiment).Count == 0 ? "predicts none of the observables asked for" : null);
            if (reason is null)
            {
                why = "";
                return solution;
            }

            reasons.Add($"{ScienceCatalog.Describe(solution).Name} {reason}");
        }

        why = string.Join("; ", reasons);
        return null;
    }
}
