using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory;

/// <summary>
/// At which weight decay gamma a mode of a balanced diagonal network survives. Its nonzero states solve <c>E[x^2] (S - u) u^p = gamma</c>,
/// <c>p = 1 - 2/L</c>. Two layers lose it continuously at <c>gamma = E[x^2] S</c>. From three on u = 0 is always stable: the other state exists up to
/// <see cref="Vanishes"/>, has the lower loss with its penalty up to <see cref="Switches"/>, and is reached from a start u0 up to
/// <see cref="Holds"/>: a first-order transition, with hysteresis. For targets S &gt; 0. That weight decay makes 0 a minimum from three layers on:
/// Ziyin, Li, Meng 2022, "Exact solutions of a deep linear network" (arXiv 2202.04777).
/// </summary>
/// <param name="depth">The number of layers L, at least 2.</param>
/// <param name="target">The target S.</param>
/// <param name="inputVariance">E[x^2].</param>
public readonly struct DecayThresholds(int depth, double target, double inputVariance)
{
    private const int Halvings = 200;

    /// <summary><c>gamma_c = E[x^2] S^(1+p) p^p / (1+p)^(1+p)</c>, above which there is no state but 0.</summary>
    public double Vanishes => Balance(VanishesAt);

    /// <summary>The strength <c>u = S p / (1 + p)</c> at <see cref="Vanishes"/>.</summary>
    public double VanishesAt => target * Power / (1 + Power);

    /// <summary><c>gamma_g = E[x^2] S^(2-2/L) (L-2)^p / (L-1)^(2-2/L)</c>, up to which the nonzero state is the global minimum.</summary>
    public double Switches => Balance(SwitchesAt);

    /// <summary>The strength <c>u = S (L - 2) / (L - 1)</c> at <see cref="Switches"/>.</summary>
    public double SwitchesAt => target * (depth - 2) / (depth - 1);

    private double Power => 1 - 2.0 / depth;

    /// <summary>The thresholds of a mode, 0-based, of an experiment with the exact solution of weight decay, or of none; null for another.</summary>
    public static DecayThresholds? Of(Experiment experiment, int mode)
    {
        if (experiment.Model.Layerwise(experiment.Task.Shape) is not { Kind: LayerwiseKind.Diagonal, Depth: > 1 } form) return null;
        if (TheoryConditions.FailingOfDecay(experiment) is not null && TheoryConditions.Failing(experiment) is not null) return null;
        if (MeasuredConditions.NotUncorrelated(experiment) is not null) return null;
        var (target, variance) = ModeTarget.Of(experiment.Task.Create(experiment.Seed).Moments, mode);
        return target > 0 ? new(form.Depth, target, variance * LossFunction.FactorOnMse(experiment.Loss, experiment.Task.Shape.Outputs)) : null;
    }

    /// <summary>
    /// The thresholds of a class, 0-based, of free features under weight decay: a linear network of L layers without biases whose first layer gives each sample any
    /// feature, and whose others are at least as wide as there are classes. Classes separate; the singular value of the end map along a class of n_k of N samples minimises
    /// <c>(S sqrt(n_k) - sigma)^2 / (2 N) + L/2 gamma sigma^(2/L)</c>, as a mode of <c>E[x^2] = 1/N</c> does: with two layers it is lost if and only if
    /// <c>S sqrt(n_k) &lt;= N gamma</c>. Null for another experiment. The stationary condition is that of Dang et al. 2023 (arXiv 2301.00437).
    /// </summary>
    public static DecayThresholds? OfClass(Experiment experiment, int k)
    {
        if (experiment.Task is not BalancedClassesTask task || DecayOf(experiment.Optimizer) == 0 || experiment.Loss is not (LossKind.Mse or LossKind.MseMean)) return null;
        if (experiment.Model.Layerwise(task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: > 1 } form) return null;
        if (form.Widths.Min() < task.Classes) return null;
        var sizes = task.Sizes;
        return new(form.Depth, task.TargetScale * Math.Sqrt(sizes[k]), LossFunction.FactorOnMse(experiment.Loss, task.Classes) / sizes.Sum());
    }

    /// <summary>The penalty gamma of an optimizer that has it in its gradient; 0 for another.</summary>
    public static double DecayOf(Optimizer optimizer) => optimizer switch
    {
        GradientDescent descent => descent.WeightDecay,
        GradientFlow flow => flow.WeightDecay,
        Sgd { BatchSize: 0 } sgd => sgd.WeightDecay,
        Adam { BatchSize: 0 } adam => adam.WeightDecay,
        _ => 0,
    };

    /// <summary>The global minimum at a decay.</summary>
    public double Minimum(double decay) => decay < Switches ? State(decay) : 0;

    /// <summary>The decay up to which a mode that starts balanced at <paramref name="start"/> &gt; 0 ends at the nonzero state.</summary>
    public double Holds(double start) => start >= VanishesAt ? Vanishes : Balance(start);

    /// <summary>The stable nonzero state at a decay; 0 where there is none.</summary>
    public double State(double decay)
    {
        if (decay >= Vanishes) return 0;
        double low = VanishesAt, high = target;
        for (int i = 0; i < Halvings && low < high; i++)
        {
            double middle = (low + high) / 2;
            if (Balance(middle) > decay) low = middle;
            else high = middle;
        }

        return high;
    }

    // The decay at which u is a state. 0 to the power of 0 is 1 here.
    private double Balance(double u) => inputVariance * (target - u) * PortableMath.Pow(u, Power);
}
