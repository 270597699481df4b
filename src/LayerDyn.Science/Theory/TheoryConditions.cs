using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>What all exact solutions ask of an experiment.</summary>
internal static class TheoryConditions
{
    /// <summary>The first condition of solutions of gradient flow that fails, as a rule; null when all hold.</summary>
    public static string? Failing(Experiment experiment) => FailingOfAny(experiment) ?? experiment.Optimizer switch
    {
        GradientDescent { WeightDecay: not 0 } or GradientFlow { WeightDecay: not 0 } => "needs optimizer.weightDecay: 0",
        GradientDescent { Momentum: 0, Theory: DescentTheory.Flow } or GradientFlow => null,
        GradientDescent { Momentum: 0 } => "needs optimizer.theory: flow",
        _ => "needs the optimizer gd without momentum, or gradient-flow",
    };

    /// <summary>The first condition of maps of a step that fails, as a rule; null when all hold.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="anyRates">Whether layers may have learning rates of their own.</param>
    public static string? FailingOfSteps(Experiment experiment, bool anyRates = false) => FailingOfAny(experiment, anyRates) ?? experiment.Optimizer switch
    {
        GradientDescent { WeightDecay: not 0 } => "needs optimizer.weightDecay: 0",
        GradientDescent { Momentum: 0, Theory: DescentTheory.Steps } => null,
        GradientDescent { Momentum: 0 } => "needs optimizer.theory: steps",
        _ => "needs the optimizer gd without momentum",
    };

    /// <summary>The first condition of solutions of gradient flow with weight decay that fails, as a rule; null when all hold.</summary>
    public static string? FailingOfDecay(Experiment experiment) => FailingOfAny(experiment) ?? experiment.Optimizer switch
    {
        GradientDescent { WeightDecay: > 0, Momentum: 0, Theory: DescentTheory.Flow } or GradientFlow { WeightDecay: > 0 } => null,
        _ => "needs the optimizer gd with weight decay, without momentum and with theory: flow, or gradient-flow with weight decay",
    };

    /// <summary>The first condition of maps of a step of sign descent that fails, as a rule; null when all hold.</summary>
    public static string? FailingOfSigns(Experiment experiment) => FailingOfAny(experiment) ?? experiment.Optimizer switch
    {
        SignDescent { Momentum: 0, WeightDecay: 0, BatchSize: 0 } => null,
        _ => "needs the optimizer sign with full batches, without momentum and weight decay",
    };

    private static string? FailingOfAny(Experiment experiment, bool anyRates = false) =>
        !anyRates && !experiment.Model.Parametrisation.IsStandard ? "needs model.parametrisation: standard" :
        experiment.Loss is not (LossKind.Mse or LossKind.MseMean) ? "needs a squared loss"
        : !experiment.Task.Shape.HasFullBatch ? "needs a task with a fixed training set"
        : experiment.Task is SequenceTask ? "needs a single task" : null;
}
