using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Theory;

/// <summary>What all exact solutions ask of an experiment.</summary>
internal static class TheoryConditions
{
    /// <summary>The first condition that fails, as a rule; null when all hold.</summary>
    public static string? Failing(Experiment experiment)
    {
        if (experiment.Loss is not (LossKind.Mse or LossKind.MseMean)) return "needs a squared loss";
        if (experiment.Task.Shape.IsOnline) return "needs a task with a fixed training set";
        return experiment.Optimizer is GradientDescent { Momentum: 0 } or GradientFlow
            ? null
            : "needs the optimizer gd without momentum, or gradient-flow";
    }
}
