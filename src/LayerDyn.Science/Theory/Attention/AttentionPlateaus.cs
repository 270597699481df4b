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
        int[] order = Order(task.Population);
        IEnumerable<int> counts = model.KeyQuery == KeyQuery.Merged ? [0, order.Length] : Enumerable.Range(0, Held(model, order.Length) + 1);
        double factor = LossFunction.FactorOnMse(experiment.Loss, 1);
        return [.. counts.Select(count => factor * task.Population.LossOf(order.Take(count)))];
    }

    /// <summary>
    /// The last plateau, on sequences of <paramref name="context"/> pairs whatever those are that the modes were learnt on, in the experiment's
    /// convention: with the gammas of these and the M* of the task, <c>1/2 [tr Lambda - sum_d (2 lambda_d^2 - gamma_d lambda_d M*_dd) M*_dd]</c> over the
    /// modes that the heads' ranks hold. It is the least loss of heads of these ranks, since both weights of <c>M - M*</c> are diagonal (Eckart and Young
    /// 1936).
    /// </summary>
    internal static double Last(Experiment experiment, HeadsModel model, InContextRegressionTask task, int context)
    {
        var population = task.Population;
        int[] order = Order(population);
        return LossFunction.FactorOnMse(experiment.Loss, 1)
            * new ContextPopulation(population.Eigenvalues, context).LossOf(order.Take(Held(model, order.Length)), population);
    }

    private static int[] Order(ContextPopulation population) =>
        [.. Enumerable.Range(0, population.Dimension).OrderByDescending(mode => population.Eigenvalues[mode])];

    private static int Held(HeadsModel model, int modes) => model.KeyQuery == KeyQuery.Merged ? modes : Math.Min(modes, model.Heads * model.Rank);
}
