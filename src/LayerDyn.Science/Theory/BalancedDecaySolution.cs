using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient flow with weight decay gamma on two lambda-balanced dense layers and whitened inputs, from any alignment with the target. Balanced ones
/// (<c>W2^T W2 = W1 W1^T</c>) follow the <see cref="RiccatiSolution"/> with <c>F - gamma I</c>. Of others the imbalance decays, <c>e^(-2 gamma t)</c>, and
/// F with it: there is no closed form, and the equation is integrated (<see cref="DecayingImbalance"/>). Singular values end at <c>max(S_i - gamma,
/// 0)</c>. Weights are known up to a rotation of the hidden layer, as in <see cref="LambdaBalancedSolution"/>.
/// </summary>
[Kind("balanced-decay", "two lambda-balanced dense layers on whitened inputs with weight decay, gradient flow: matrix Riccati solution, integrated where lambda is not 0")]
public sealed class BalancedDecaySolution : DecayedSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form) return "needs a model of two dense linear layers";
        return TheoryConditions.FailingOfDecay(experiment) ?? MeasuredConditions.NotWhite(experiment)
            ?? (form.Widths[1] == 1 || experiment.Init is LambdaBalancedInit or LoraInit ? null : MeasuredConditions.NotBalanced(experiment, form));
    }

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times, double decay)
    {
        double variance = LambdaBalancedSolution.Variance(data), lambda = LambdaBalancedSolution.Imbalance(initial[0], initial[1]);
        var target = LambdaBalancedSolution.Target(data);
        Func<double, (Matrix W1, Matrix W2)> weights = Math.Abs(lambda) <= MeasuredConditions.Tolerance * Largest(initial)
            ? new RiccatiSolution(initial[0], initial[1], target, lambda: 0, decay / variance).WeightsAt
            : new DecayingImbalance(initial[0], initial[1], target, lambda, decay / variance).WeightsAt;
        return times.Select(t =>
        {
            var (w1, w2) = weights(variance * t);
            return (IReadOnlyList<Matrix>)[w1, w2];
        });
    }

    // The largest element of W1 W1^T and W2^T W2, which is on a diagonal.
    private static double Largest(Matrix[] weights)
    {
        Matrix first = LinearAlgebra.MultiplyTransposed(weights[0], weights[0]), second = LinearAlgebra.TransposedMultiply(weights[1], weights[1]);
        return Enumerable.Range(0, first.Rows).Max(h => Math.Max(first[h, h], second[h, h]));
    }
}
