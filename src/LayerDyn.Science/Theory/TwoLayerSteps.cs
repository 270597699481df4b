using System.Globalization;
using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient descent on two dense layers that start along the singular vectors of their target, on whitened inputs, at any step size and imbalance: every
/// mode goes its own way, as a scalar network does (<see cref="AlignedModes"/>). The alignment of weights of any origin is measured.
/// </summary>
[Kind("two-layer-modes-steps", "two dense layers along the singular vectors of their target on whitened inputs, gradient descent step by step")]
public sealed class TwoLayerSteps : DescentSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form) return "needs a model of two dense linear layers";
        if (TheoryConditions.FailingOfSteps(experiment) is { } failing) return failing;
        if (MeasuredConditions.NotWhite(experiment) is { } notWhite) return notWhite;
        double[][] weights = experiment.InitialWeights(RandomStream.ForWeights(experiment));
        Matrix first = new(form.Widths[1], form.Widths[0], weights[0]), second = new(form.Widths[2], form.Widths[1], weights[1]);
        double deviation = Of(experiment.Task.Create(experiment.Seed), first, second).Deviation;
        return deviation <= MeasuredConditions.Tolerance ? null : string.Create(CultureInfo.InvariantCulture,
            $"needs layers along the singular vectors of the target: two modes of these overlap by {deviation:G3}, more than {MeasuredConditions.Tolerance:G3}");
    }

    /// <inheritdoc/>
    protected override (Action<double> Step, Func<IReadOnlyList<Matrix>> Weights) Start(Experiment experiment, TaskData data, Matrix[] initial)
    {
        var modes = Of(data, initial[0], initial[1]);
        return (modes.Step, Weights);

        IReadOnlyList<Matrix> Weights()
        {
            var (w1, w2) = modes.Weights();
            return [w1, w2];
        }
    }

    private static AlignedModes Of(TaskData data, Matrix w1, Matrix w2) =>
        new(w1, w2, LambdaBalancedSolution.Target(data), LambdaBalancedSolution.Variance(data));
}
