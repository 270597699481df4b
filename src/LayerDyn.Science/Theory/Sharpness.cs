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
        if (!IsPlain(experiment)) return null;
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
    /// The same in the units of the learning rate: <see cref="AtMinimum"/> where these are absolute, or <see cref="ExpectedKernel"/>. With one input, one output, a target of 0 and
    /// rates in units of the tangent kernel at the start, k is that kernel and this is 1: gradient descent converges if and only if it is below 4,
    /// at every width and from every start but f = 0 (with <c>l = eta k</c>, <c>p = (eta f x)^2</c> a step is <c>l' = l + p (l - 4)</c>,
    /// <c>p' = p (1 - l + p)^2</c>). Null where neither is known.
    /// </summary>
    public static double? InRateUnits(Experiment experiment) => experiment.Optimizer.LearningRateUnit switch
    {
        LearningRateUnit.Absolute => AtMinimum(experiment) ?? ExpectedKernel(experiment),
        LearningRateUnit.TangentKernel when IsPlain(experiment) && experiment.Task is LinearTeacherTask { Coefficients.Count: 1 } task
            && task.TargetScale * task.Coefficients[0] == 0
            && experiment.Model.Layerwise(experiment.Task.Shape) is { Depth: 2 } => 1,
        _ => null,
    };

    /// <summary>
    /// The learning rate, in units of 1/k, above which gradient descent diverges: 2 for one layer, where the loss is a parabola; 4 for two, which
    /// are thrown to flatter minima from 2 to 4 (the catapult of Lewkowycz et al. 2020, arXiv 2003.02218). Null as <see cref="InRateUnits"/>.
    /// </summary>
    public static double? DivergesAbove(Experiment experiment) =>
        experiment.Optimizer is not GradientDescent || InRateUnits(experiment) is null ? null : experiment.Model is DiagonalLinearModel { Depth: 1 } ? 2 : 4;

    /// <summary>
    /// Of a scalar network <c>f(x) = x sum a_i b_i</c> with a target of 0 and normal weights, the mean over seeds of what decides whether gradient descent converges: with the
    /// learning rates <c>eta e1</c> of a and <c>eta e2</c> of b it is <c>k = E[x^2] (e2 |a|^2 + e1 |b|^2)</c>, and training converges if and only if <c>eta k</c> is
    /// below 4 at the start (as in <see cref="InRateUnits"/>, with <c>a / sqrt(e1)</c> and <c>b / sqrt(e2)</c> in place of a and b). With weights of std
    /// 1/sqrt(fan-in) and width n it is <c>E[x^2] (1 + n)</c> in the standard parametrisation and <c>E[x^2] (1 + baseWidth)</c> in muP. Null elsewhere.
    /// </summary>
    private static double? ExpectedKernel(Experiment experiment)
    {
        if (experiment is not { Init: NormalInit { ZeroReadout: false } init, Task: LinearTeacherTask { Coefficients.Count: 1 } task }) return null;
        if (task.TargetScale * task.Coefficients[0] != 0 || TheoryConditions.FailingOfSteps(experiment, anyRates: true) is not null) return null;
        if (experiment.Model.Layerwise(task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: 2 } form) return null;
        double variance = task.Variances.Count == 0 ? 1 : task.Variances[0], sum = 0;
        for (int layer = 0; layer < 2; layer++)
        {
            double std = init.StdOf(form.Widths[layer], isReadout: layer == 1) * (experiment.Scales?[layer].Start ?? 1);
            sum += form.Widths[1] * std * std * (experiment.Scales?[1 - layer].Rate ?? 1);
        }

        return variance * sum * LossFunction.FactorOnMse(experiment.Loss, 1);
    }

    private static bool IsPlain(Experiment experiment) =>
        TheoryConditions.Failing(experiment) is null || TheoryConditions.FailingOfSteps(experiment) is null;
}
