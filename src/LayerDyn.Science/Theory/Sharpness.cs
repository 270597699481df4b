using LayerDyn.Science.Experiments;
using LayerDyn.Science.Initialisations;
using LayerDyn.Science.Models;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Optimizers;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// The largest eigenvalue k of the loss's Hessian at the minimum that gradient flow leads to, for diagonal networks of one or two layers on
/// uncorrelated inputs. Mode i has curvature <c>E[x_i^2] (a^2 + b^2)</c> with <c>a b = S_i</c> and <c>a^2 - b^2 = C</c> as at the start, so
/// <c>E[x_i^2] sqrt(C^2 + 4 S_i^2)</c>; with one layer, <c>E[x_i^2]</c>. The factor of the loss on <see cref="LossKind.Mse"/> multiplies it.
/// </summary>
public static class Sharpness
{
    /// <summary>The sharpness; null where the experiment has no such closed form.</summary>
    public static double? AtMinimum(Experiment experiment)
    {
        if (experiment is not { Model: DiagonalLinearModel { Depth: <= 2 } model, Task: LinearTeacherTask task, Init: BalancedConstantInit init }) return null;
        if (TheoryConditions.Failing(experiment) is not null) return null;
        double largest = 0;
        for (int i = 0; i < task.Coefficients.Count; i++)
        {
            double variance = task.Variances.Count == 0 ? 1 : task.Variances[i], target = task.TargetScale * task.Coefficients[i];
            double scale = model.Depth == 1 ? 1 : Math.Sqrt(init.Imbalance * init.Imbalance + 4 * target * target);
            largest = Math.Max(largest, variance * scale);
        }

        return largest * LossFunction.FactorOnMse(experiment.Loss, 1);
    }

    /// <summary>
    /// The learning rate, in units of 1/k, above which gradient descent diverges: 2 for one layer, where the loss is a parabola; 4 for two, which
    /// are thrown to flatter minima from 2 to 4 (the catapult of Lewkowycz et al. 2020, arXiv 2003.02218). Null as <see cref="AtMinimum"/>.
    /// </summary>
    public static double? DivergesAbove(Experiment experiment) =>
        experiment.Optimizer is not GradientDescent || AtMinimum(experiment) is null ? null : experiment.Model is DiagonalLinearModel { Depth: 1 } ? 2 : 4;
}
