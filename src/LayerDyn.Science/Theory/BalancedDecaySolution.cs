using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient flow with weight decay gamma on two balanced dense layers (<c>W2^T W2 = W1 W1^T</c>) and whitened inputs, from any alignment with the
/// target: the <see cref="RiccatiSolution"/> with <c>F - gamma I</c>. Singular values end at <c>max(S_i - gamma, 0)</c>. Of layers that are not balanced
/// the imbalance decays, <c>e^(-2 gamma t)</c>, and F with it: there is no closed form. Weights are known up to a rotation of the hidden layer, as in
/// <see cref="LambdaBalancedSolution"/>.
/// </summary>
[Kind("balanced-decay", "two balanced dense layers on whitened inputs with weight decay, gradient flow: matrix Riccati solution")]
public sealed class BalancedDecaySolution : DecayedSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form) return "needs a model of two dense linear layers";
        return TheoryConditions.FailingOfDecay(experiment) ?? MeasuredConditions.NotWhite(experiment)
            ?? (experiment.Init is LambdaBalancedInit { Lambda: 0 } ? null : MeasuredConditions.NotBalanced(experiment, form, zero: true));
    }

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times, double decay)
    {
        double variance = LambdaBalancedSolution.Variance(data);
        var solution = new RiccatiSolution(initial[0], initial[1], LambdaBalancedSolution.Target(data), lambda: 0, decay / variance);
        return times.Select(t =>
        {
            var (w1, w2) = solution.WeightsAt(variance * t);
            return (IReadOnlyList<Matrix>)[w1, w2];
        });
    }
}
