using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Observables;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Theory;

/// <summary>
/// The global minimum of linear layers on free features, <c>1/(2N) |W_M ... W_1 H - Y|^2 + sum_l lambda_l/2 |W_l|^2 + lambda_H/2 |H|^2</c>, with one-hot
/// targets of classes of n_k of N samples, L = M + 1 factors and <c>Lam = lambda_H prod lambda_l</c>. Classes separate: the singular value sigma_k of the
/// end map minimises <c>(sqrt(n_k) - sigma)^2/(2N) + L/2 Lam^(1/L) sigma^(2/L)</c> (<see cref="DecayThresholds"/>), whatever the single penalties; these
/// say how the factors share it. The stationary condition and the geometry are those of Dang et al. 2023 (arXiv 2301.00437).
/// </summary>
/// <remarks>
/// A layer narrower than the classes keeps the largest ones alone. With a last bias that has no penalty, of classes of equal size, the bias is 1/K and K - 1
/// singular values are left, of the same size: a simplex.
/// </remarks>
public sealed class FreeFeatures
{
    private readonly int[] _sizes;
    private readonly double[] _penalties, _singular;
    private readonly double _targetScale, _lossFactor, _mean;
    private readonly bool _bias;

    /// <summary>The minimum for given classes and penalties.</summary>
    /// <param name="sizes">Samples n_k of each class.</param>
    /// <param name="penalties">lambda_H, then lambda_l of each layer.</param>
    /// <param name="narrowest">Width of the narrowest factor.</param>
    /// <param name="targetScale">What stands for 1 in the targets.</param>
    /// <param name="lossFactor">The loss is so many times <c>1/2 E|f - y|^2</c>.</param>
    /// <param name="bias">Whether a last bias without penalty is fitted; all classes must have one size.</param>
    /// <exception cref="ArgumentException">There is no one minimum, or the sizes do not fit.</exception>
    public FreeFeatures(IReadOnlyList<int> sizes, IReadOnlyList<double> penalties, int narrowest, double targetScale = 1, double lossFactor = 1, bool bias = false)
    {
        if (penalties.Count < 2) throw new ArgumentException($"{penalties.Count} penalties: the features and at least one layer have one each", nameof(penalties));
        if (bias && (sizes.Any(size => size != sizes[0]) || narrowest < sizes.Count - 1))
            throw new ArgumentException("with a bias classes must be of one size, and the layers wide enough for them", nameof(bias));
        int[] kept = [.. Enumerable.Range(0, sizes.Count).OrderByDescending(k => sizes[k])];
        if (!bias && narrowest < sizes.Count && sizes[kept[narrowest - 1]] == sizes[kept[narrowest]])
            throw new ArgumentException($"which classes of {sizes[kept[narrowest]]} samples a width of {narrowest} keeps is not determined", nameof(narrowest));
        (_sizes, _penalties, _targetScale, _lossFactor, _bias) = ([.. sizes], [.. penalties], targetScale, lossFactor, bias);
        _mean = penalties.All(penalty => penalty == penalties[0]) ? penalties[0]
            : PortableMath.Exp(penalties.Average(PortableMath.Log));
        _singular = [.. sizes.Select((_, k) => !bias && Array.IndexOf(kept, k) >= narrowest ? 0 : Thresholds(k).Minimum(_mean))];
    }

    /// <summary>The loss with its penalties at the minimum.</summary>
    public double Loss
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < (_bias ? _sizes.Length - 1 : _sizes.Length); k++)
            {
                double error = _targetScale * Math.Sqrt(_sizes[k]) - _singular[k];
                sum += _lossFactor * error * error / (2.0 * _sizes.Sum()) + _penalties.Length * Power(k) / 2;
            }

            return sum;
        }
    }

    /// <summary>
    /// The minimum of an experiment: deep linear with its first layer as features, and one weight decay for all; null for another, or where it is not
    /// determined.
    /// </summary>
    public static FreeFeatures? Of(Experiment experiment)
    {
        double decay = DecayThresholds.DecayOf(experiment.Optimizer);
        if (experiment.Task is not BalancedClassesTask task || decay == 0 || experiment.Loss is not (LossKind.Mse or LossKind.MseMean)) return null;
        if (experiment.Model.Layerwise(task.Shape) is not { Kind: LayerwiseKind.Dense, Depth: > 1 } form) return null;
        int narrowest = form.Widths.Min();
        int[] largest = [.. task.Sizes.OrderDescending()];
        if (narrowest < task.Classes && largest[narrowest - 1] == largest[narrowest]) return null;
        return new([.. task.Sizes], [.. Enumerable.Repeat(decay, form.Depth)], narrowest, task.TargetScale, LossFunction.FactorOnMse(experiment.Loss, task.Classes));
    }

    /// <summary>The singular value sigma_k of the end map along a class; 0 of one that is lost.</summary>
    public double SingularValue(int k) => _singular[k];

    /// <summary>
    /// The singular value <c>sqrt(c_k / lambda_l)</c> of a factor along a class, <c>c_k = (Lam sigma_k^2)^(1/L)</c>; factor 0 are the features.
    /// </summary>
    public double FactorValue(int factor, int k) => Math.Sqrt(Power(k) / _penalties[factor]);

    /// <summary>
    /// The inner product of the mean features of two classes: <c>c_k / (lambda_H n_k)</c> of a class with itself and 0 of two; with a bias
    /// <c>c / (lambda_H n) (I - 1/K)</c>.
    /// </summary>
    public double Gram(int k, int other) => Power(k) / (_penalties[0] * _sizes[k]) * ((k == other ? 1 : 0) - (_bias ? 1.0 / _sizes.Length : 0));

    // c_k.
    private double Power(int k) => _singular[k] == 0 ? 0 : _mean * PortableMath.Pow(_singular[k] * _singular[k], 1.0 / _penalties.Length);

    private DecayThresholds Thresholds(int k) => new(_penalties.Length, _targetScale * Math.Sqrt(_sizes[k]), _lossFactor / _sizes.Sum());
}
