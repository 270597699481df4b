using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// The scalar network <c>f(x) = x sum_i a_i b_i</c> from any weights, on any data (Nam et al. 2025, arXiv 2502.21009, figure 7). Every
/// <c>a_i + b_i</c> grows by one common factor g and every <c>a_i - b_i</c> shrinks by it, so the whole net follows one
/// <see cref="PairMode"/> with the sums <c>sqrt(sum (a_i + b_i)^2)</c> and <c>sqrt(sum (a_i - b_i)^2)</c>; g^2 ends at <see cref="GammaPlus"/>.
/// </summary>
[Kind("scalar-network", "two dense layers with one input and one output: all pairs of weights move by one factor")]
public sealed class ScalarNetworkSolution : LayerwiseSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is { Kind: LayerwiseKind.Dense, Depth: 2 } form && form.Widths[0] == 1 && form.Widths[2] == 1
            ? TheoryConditions.Failing(experiment)
            : "needs two dense layers with one input and one output";

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times)
    {
        var (a0, b0) = (initial[0].Data, initial[1].Data);
        double sum = 0, difference = 0, variance = data.Moments.Inputs[0, 0], target = variance > 0 ? data.Moments.Cross[0, 0] / variance : 0;
        for (int i = 0; i < a0.Length; i++)
        {
            sum += (a0[i] + b0[i]) * (a0[i] + b0[i]);
            difference += (a0[i] - b0[i]) * (a0[i] - b0[i]);
        }

        (sum, difference) = (Math.Sqrt(sum), Math.Sqrt(difference));
        var pair = new PairMode((sum + difference) / 2, (sum - difference) / 2, target, variance);
        foreach (double t in times)
        {
            var (a, b) = pair.Weights(t);
            double growth = sum > 0 ? (a + b) / sum : difference > 0 ? difference / (a - b) : 1;
            Matrix first = new(a0.Length, 1), second = new(1, a0.Length);
            for (int i = 0; i < a0.Length; i++)
            {
                double up = (a0[i] + b0[i]) * growth, down = (a0[i] - b0[i]) / growth;
                (first.Data[i], second.Data[i]) = ((up + down) / 2, (up - down) / 2);
            }

            yield return [first, second];
        }
    }
}
