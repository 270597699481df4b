using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory.Attention;

/// <summary>
/// Losses at which linear attention lingers on the population of an in-context regression (Zhang et al. 2025, arXiv 2501.16265), with
/// <c>L_S = 1/2 [tr Lambda - sum_{d in S} lambda_d^2 / ((1 + 1/N) lambda_d + tr Lambda / N)]</c> for the modes S that it has learnt.
/// </summary>
public static class AttentionPlateaus
{
    /// <summary>
    /// The losses from the start to the end of training, in the experiment's convention: with separate key and query the modes come one at a time, the
    /// largest first, as many as the heads' ranks allow; with merged ones all at once. Null for anything else.
    /// </summary>
    public static IReadOnlyList<double>? Of(Experiment experiment)
    {
        if (experiment is not { Task: InContextRegressionTask { Sequences: 0 } task, Model: LinearAttentionModel model }
            || TheoryConditions.Failing(experiment) is not null) return null;
        var population = task.Population;
        int[] order = [.. Enumerable.Range(0, population.Dimension).OrderByDescending(mode => population.Eigenvalues[mode])];
        IEnumerable<int> counts = model.KeyQuery == KeyQuery.Merged ? [0, order.Length]
            : Enumerable.Range(0, Math.Min(order.Length, model.Heads * model.Rank) + 1);
        double factor = LossFunction.FactorOnMse(experiment.Loss, 1);
        return [.. counts.Select(count => factor * population.LossOf(order.Take(count)))];
    }
}
