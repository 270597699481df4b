using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Two dense layers, lambda-balanced, on whitened inputs: <see cref="RiccatiSolution"/> (Domine et al. 2025, arXiv 2409.14623). Inputs that all have
/// one other variance c run c times as fast towards the cross moment divided by c. Weights of any origin and data from files are measured; a
/// hidden layer of one unit is lambda-balanced from any weights. Weights are known up to a rotation of the hidden layer, which losses,
/// kernels, mode strengths, norms and imbalances do not see.
/// </summary>
[Kind("lambda-balanced", "two dense layers, lambda-balanced, on whitened inputs: matrix Riccati solution")]
public sealed class LambdaBalancedSolution : LayerwiseSolution
{
    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form) return "needs a model of two dense linear layers";
        return TheoryConditions.Failing(experiment) ?? MeasuredConditions.NotWhite(experiment)
            ?? (form.Widths[1] == 1 || experiment.Init is LambdaBalancedInit or LoraInit ? null : MeasuredConditions.NotBalanced(experiment, form));
    }

    /// <inheritdoc/>
    public override double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null)
    {
        // The observables of heat maps follow from the blocks without weights: several times as fast for small networks.
        if (experiment.Observables.Any(observable => observable is not (LossObservable or KernelDistanceObservable or LayerImbalanceObservable)))
            return base.Evaluate(experiment, data, steps, initial);

        var shape = experiment.Task.Shape;
        var widths = experiment.Model.Layerwise(shape)!.Widths;
        double[][] weights = initial ?? experiment.InitialWeights(RandomStream.ForWeights(experiment));
        var solution = Create(data, new(widths[1], widths[0], weights[0]), new(widths[2], widths[1], weights[1]));
        double[] times = FlowTime.Of(experiment, steps);
        double factor = LossFunction.FactorOnMse(experiment.Loss, shape.Outputs), variance = Variance(data);
        var blocks = solution.At(0);
        double imbalance = (LinearAlgebra.Trace(blocks.Output) - LinearAlgebra.Trace(blocks.Input)) / widths[1]; // conserved
        var kernel = new TwoLayerKernel(data.Moments.Inputs, solution.At(0));
        var values = new List<double>(Columns(experiment).Count * steps.Count);
        foreach (double t in times)
        {
            solution.At(variance * factor * t, blocks);
            foreach (var observable in experiment.Observables)
            {
                if (observable is KernelDistanceObservable) values.Add(t == 0 ? 0 : kernel.Distance(blocks));
                else if (observable is LayerImbalanceObservable) values.Add(imbalance);
                else
                {
                    values.Add(factor * data.Moments.Loss(blocks.Map));
                    if (shape.HasTest) values.Add(factor * data.TestMoments!.Loss(blocks.Map));
                }
            }
        }

        return [.. values];
    }

    /// <inheritdoc/>
    protected override IEnumerable<IReadOnlyList<Matrix>> Solve(TaskData data, Matrix[] initial, double[] times)
    {
        var solution = Create(data, initial[0], initial[1]);
        double variance = Variance(data);
        return times.Select(t =>
        {
            var (w1, w2) = solution.WeightsAt(variance * t);
            return (IReadOnlyList<Matrix>)[w1, w2];
        });
    }

    private static RiccatiSolution Create(TaskData data, Matrix w1, Matrix w2) => new(w1, w2, Target(data), Imbalance(w1, w2));

    /// <summary>lambda, the mean of the diagonal of <c>W2^T W2 - W1 W1^T</c>: what the weights have, rounding included.</summary>
    internal static double Imbalance(Matrix w1, Matrix w2) => (LinearAlgebra.Inner(w2, w2) - LinearAlgebra.Inner(w1, w1)) / w1.Rows;

    /// <summary>The cross moment over the <see cref="Variance"/>, out x in: where the map goes.</summary>
    internal static Matrix Target(TaskData data)
    {
        double variance = Variance(data);
        var cross = data.Moments.Cross;
        return variance == 1 ? cross : new(cross.Rows, cross.Columns, [.. cross.Data.Select(value => value / variance)]);
    }

    /// <summary>The variance that all inputs have: 1 for whitened ones, also for those from files that are white to the tolerance alone.</summary>
    internal static double Variance(TaskData data) =>
        data.Moments.Variances is { Count: > 0 } variances && variances.All(value => value == variances[0]) ? variances[0] : 1;
}
