using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Observables;

/// <summary>
/// What <see cref="MarchenkoPastur"/> predicts of a linear student of a linear teacher at the time of the step, for large d and n, from the distance
/// <c>|Delta_0|^2</c> of their weights at step 0: losses and shares of errors below a tolerance, on training and test samples. Compare by
/// <c>against</c>. Nothing of it is trained.
/// </summary>
[Kind("marchenko-pastur", "losses and regression accuracies that the Marchenko-Pastur spectrum predicts of a linear student (one output, no noise)")]
public sealed record MarchenkoPasturObservable : Observable
{
    /// <summary>The tolerance of the accuracies.</summary>
    [Parameter("tolerance of the accuracies, as of regression-accuracy", Min = 0, AboveMin = true, Symbol = "ε")]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> InitialColumns => ["marchenko-pastur.loss", "marchenko-pastur.test-loss", "marchenko-pastur.accuracy", "marchenko-pastur.test-accuracy"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => InitialColumns;

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 1 } ? "needs a model of one linear layer"
        : experiment.Task is not TeacherStudentTask { Whiten: false, Noise: 0, Outputs: 1 } ? "needs the task teacher-student with one output, without noise and with whiten: false"
        : experiment.Optimizer is not (GradientDescent { Momentum: 0, WeightDecay: 0 } or GradientFlow { WeightDecay: 0 })
            ? "needs the optimizer gd or gradient-flow, without momentum and weight decay"
        : experiment.Loss is not (LossKind.Mse or LossKind.MseMean) ? "needs a squared loss" : null;

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => 3e-4; // two integrals over the spectrum

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var experiment = snapshot.Experiment;
        var task = (TeacherStudentTask)experiment.Task;
        var spectrum = snapshot.Keep(typeof(MarchenkoPastur), () => new MarchenkoPastur((double)task.Inputs / task.Samples));
        var distance = LinearAlgebra.Subtract(snapshot.InitialParameters[0], snapshot.Data.TargetMap!);
        double factor = LossFunction.FactorOnMse(experiment.Loss, task.Outputs), squared = LinearAlgebra.Inner(distance, distance);
        double time = FlowTime.Of(experiment, [snapshot.Step])[0] * factor;
        double train = squared * spectrum.TrainLoss(time), test = squared * spectrum.TestLoss(time);
        (values[0], values[1]) = (train * factor, test * factor);
        (values[2], values[3]) = (MarchenkoPastur.Accuracy(train, Tolerance), MarchenkoPastur.Accuracy(test, Tolerance));
    }
}
