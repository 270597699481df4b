using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// One-pass stochastic gradient descent of one linear layer on <see cref="PowerLawRegressionTask"/>: the mean of the loss over all batches that could be
/// drawn, by <see cref="OnePassSgd"/>, exact at every step, learning rate and batch size. A single training scatters around it.
/// </summary>
[Kind("one-pass-sgd", "one linear layer on fresh Gaussian samples, sgd: the mean of the loss over batches, step by step")]
public sealed class OnePassSolution : ExactSolution
{
    /// <inheritdoc/>
    public override bool CanDiverge => true;

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => OnePassRun.Unsupported(experiment);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => [.. Predicted(experiment).SelectMany(observable => observable.Columns(experiment))];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment, int rows) => 2e-9 * experiment.Steps * experiment.Task.Shape.Inputs + base.Seconds(experiment, rows);

    /// <inheritdoc/>
    public override double[] Evaluate(Experiment experiment, TaskData data, IReadOnlyList<long> steps, double[][]? initial = null)
    {
        double[] weights = (initial ?? experiment.InitialWeights(RandomStream.ForWeights(experiment)))[0];
        double[] errors = [.. weights.Zip(data.Moments.Best.Data, (weight, target) => (weight - target) * (weight - target))];
        var run = new OnePassRun(experiment);
        return [.. run.Losses(errors, steps).Zip(steps).SelectMany(at => Predicted(experiment)
            .SelectMany(observable => observable is LossObservable ? [at.First] : SgdNoiseObservable.Values(run, at.Second)))];
    }

    private static IEnumerable<Observable> Predicted(Experiment experiment) =>
        experiment.Observables.Where(observable => observable is LossObservable or SgdNoiseObservable);
}
