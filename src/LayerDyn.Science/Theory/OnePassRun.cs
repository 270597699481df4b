using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>What <see cref="OnePassSgd"/> says of an experiment: one-pass SGD of one linear layer on <see cref="PowerLawRegressionTask"/>.</summary>
public sealed class OnePassRun
{
    private readonly Experiment _experiment;
    private readonly Sgd _optimizer;
    private readonly double _factor;
    private readonly double _noise;
    private readonly double[] _variances;

    /// <exception cref="ArgumentException">The experiment is something else.</exception>
    public OnePassRun(Experiment experiment)
    {
        if (Unsupported(experiment) is { } rule) throw new ArgumentException(rule, nameof(experiment));
        var task = (PowerLawRegressionTask)experiment.Task;
        (_experiment, _optimizer, _noise, _variances) = (experiment, (Sgd)experiment.Optimizer, task.LabelNoise, task.Variances());
        _factor = LossFunction.FactorOnMse(experiment.Loss, 1);
    }

    /// <summary>The learning rate with q = 1 (<see cref="OnePassSgd.LargestRate"/>).</summary>
    public double LargestRate => OnePassSgd.LargestRate(_variances, _optimizer.BatchSize) / _factor;

    /// <summary>The batch size at which that is half of what it is for the largest batches (<see cref="OnePassSgd.CriticalBatch"/>).</summary>
    public double CriticalBatch => OnePassSgd.CriticalBatch(_variances);

    /// <summary>Why an experiment is none, as a rule; null when it is.</summary>
    public static string? Unsupported(Experiment experiment) =>
        experiment.Task is not PowerLawRegressionTask { Samples: 0 } ? "needs the task power-law-regression with samples: 0"
        : experiment.Model.Layerwise(experiment.Task.Shape) is not { Depth: 1 } ? "needs a linear model of one layer"
        : experiment.Optimizer is not Sgd { BatchSize: > 0, Momentum: 0, WeightDecay: 0 }
            ? "needs the optimizer sgd with a batch size, without momentum and weight decay"
        : !experiment.Model.Parametrisation.IsStandard ? "needs model.parametrisation: standard"
        : experiment.Loss is not (LossKind.Mse or LossKind.MseMean) ? "needs a squared loss" : null;

    /// <summary>q at the learning rate of the update that follows <paramref name="step"/> updates (<see cref="OnePassSgd.Instability"/>).</summary>
    public double Instability(long step) => OnePassSgd.Instability(_variances, Rate(step), _optimizer.BatchSize);

    /// <summary>The loss that would be left at that learning rate (<see cref="OnePassSgd.Floor"/>).</summary>
    public double Floor(long step) => _factor * OnePassSgd.Floor(_variances, Rate(step), _optimizer.BatchSize, _noise);

    /// <summary>The mean loss at ascending steps.</summary>
    /// <param name="errors"><c>(theta_k - theta*_k)^2</c> at step 0.</param>
    /// <param name="steps">The steps.</param>
    public IEnumerable<double> Losses(double[] errors, IEnumerable<long> steps)
    {
        double[] now = [.. errors];
        long done = 0;
        foreach (long wanted in steps)
        {
            for (; done < wanted; done++) OnePassSgd.Step(_variances, now, Rate(done), _optimizer.BatchSize, _noise);
            yield return _factor * OnePassSgd.Risk(_variances, now) / 2;
        }
    }

    // The step size on 1/2 |f - y|^2.
    private double Rate(long step) => _factor * LearningRateObservable.StepSize(_experiment, step);
}
