using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Diagonal networks of any depth, and the multilinear skill model, on uncorrelated inputs: every mode goes its own way, by
/// <see cref="ExponentialMode"/> (depth 1), <see cref="PairMode"/> (depth 2, any imbalance) or <see cref="DeepMode"/>. The target of mode i is
/// <c>S_i = E[y x_i] / E[x_i^2]</c> and its rate <c>E[x_i^2]</c>, the frequency p_i for a skill.
/// </summary>
[Kind("independent-modes", "diagonal network on uncorrelated inputs: every mode by itself (depth 2: a sigmoid)")]
public sealed class DiagonalSolution : LayerwiseSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Diagonal }) return "needs a diagonal model";
        return TheoryConditions.Failing(experiment) ?? MeasuredConditions.NotUncorrelated(experiment);
    }

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment, int rows)
    {
        var form = experiment.Model.Layerwise(experiment.Task.Shape)!;
        return base.Seconds(experiment, rows) + (form.Depth > 2 ? 1e-6 : 2e-7) * rows * form.Widths[0];
    }

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times)
    {
        int modes = initial[0].Columns, depth = initial.Length;
        var parameters = new Matrix[times.Length][];
        for (int t = 0; t < times.Length; t++) parameters[t] = [.. initial.Select(_ => new Matrix(1, modes))];
        for (int i = 0; i < modes; i++)
        {
            var (target, variance) = ModeTarget.Of(data.Moments, i);
            double[][]? deep = depth > 2 ? DeepMode.Weights([.. initial.Select(layer => layer[0, i])], target, variance, times) : null;
            for (int t = 0; t < times.Length; t++)
            {
                if (depth == 1) parameters[t][0][0, i] = ExponentialMode.Strength(initial[0][0, i], target, variance, times[t]);
                else if (depth == 2)
                    (parameters[t][0][0, i], parameters[t][1][0, i]) = new PairMode(initial[0][0, i], initial[1][0, i], target, variance).Weights(times[t]);
                else
                    for (int l = 0; l < depth; l++) parameters[t][l][0, i] = deep![t][l];
            }
        }

        return parameters;
    }
}
