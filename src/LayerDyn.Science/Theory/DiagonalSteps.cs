using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient descent on diagonal networks of two layers, and on the multilinear skill model, on uncorrelated inputs, at any step size and
/// imbalance: every mode goes its own way by <see cref="PairSteps"/>, with <c>S_i = E[y x_i] / E[x_i^2]</c>.
/// </summary>
[Kind("independent-modes-steps", "diagonal network of two layers on uncorrelated inputs, gradient descent step by step")]
public sealed class DiagonalSteps : DescentSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Diagonal, Depth: 2 }
            ? "needs a diagonal model of two layers"
            : TheoryConditions.FailingOfSteps(experiment) ?? MeasuredConditions.NotUncorrelated(experiment);

    /// <inheritdoc/>
    protected override (Action<double> Step, Func<IReadOnlyList<Matrix>> Weights) Start(Experiment experiment, TaskData data, Matrix[] initial)
    {
        double[] a = initial[0].Data, b = initial[1].Data;
        PairSteps[] modes = [.. a.Select((_, i) =>
        {
            var (target, variance) = ModeTarget.Of(data.Moments, i);
            return new PairSteps(a[i] * b[i], a[i] * a[i] + b[i] * b[i], target, variance);
        })];
        return (Step, Weights);

        void Step(double rate)
        {
            foreach (var mode in modes) mode.Step(rate);
        }

        IReadOnlyList<Matrix> Weights()
        {
            Matrix first = new(1, a.Length), second = new(1, a.Length);
            for (int i = 0; i < a.Length; i++) (first.Data[i], second.Data[i]) = modes[i].Weights(a[i], b[i]);
            return [first, second];
        }
    }
}
