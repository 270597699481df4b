using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient descent on the scalar network <c>f(x) = x sum_i a_i b_i</c> from any weights, on any data, at any step size: three numbers stand for
/// all weights (<see cref="PairSteps"/>; the catapult of Lewkowycz et al. 2020, arXiv 2003.02218). Many samples are one with
/// <c>E[x^2]</c> and <c>S = E[y x] / E[x^2]</c>. Where a and b have learning rates <c>eta e1</c>, <c>eta e2</c> (muP and the like), <c>a / sqrt(e1)</c> and
/// <c>b / sqrt(e2)</c> have one, with <c>E[x^2] e1 e2</c> and <c>S / sqrt(e1 e2)</c>.
/// </summary>
[Kind("scalar-network-steps", "two dense layers with one input and one output, gradient descent step by step")]
public sealed class ScalarNetworkSteps : DescentSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is { Kind: LayerwiseKind.Dense, Depth: 2 } form && form.Widths[0] == 1 && form.Widths[2] == 1
            ? TheoryConditions.FailingOfSteps(experiment, anyRates: true)
            : "needs two dense layers with one input and one output";

    /// <inheritdoc/>
    protected override (Action<double> Step, Func<IReadOnlyList<Matrix>> Weights) Start(Experiment experiment, TaskData data, Matrix[] initial)
    {
        var scales = experiment.Scales;
        double rateA = scales?[0].Rate ?? 1, rateB = scales?[1].Rate ?? 1, rates = rateA * rateB;
        double[] a = initial[0].Data, b = initial[1].Data;
        double variance = data.Moments.Inputs[0, 0], target = variance > 0 ? data.Moments.Cross[0, 0] / variance : 0;
        double rootA = Math.Sqrt(rateA), rootB = Math.Sqrt(rateB), root = rootA * rootB;
        var pairs = new PairSteps(LinearAlgebra.Dot(a, b) / root, LinearAlgebra.Dot(a, a) / rateA + LinearAlgebra.Dot(b, b) / rateB, target / root, variance * rates);
        return (pairs.Step, Weights);

        IReadOnlyList<Matrix> Weights()
        {
            Matrix first = new(a.Length, 1), second = new(1, a.Length);
            for (int i = 0; i < a.Length; i++)
            {
                var (up, down) = pairs.Weights(a[i] / rootA, b[i] / rootB);
                (first.Data[i], second.Data[i]) = (up * rootA, down * rootB);
            }

            return [first, second];
        }
    }
}
