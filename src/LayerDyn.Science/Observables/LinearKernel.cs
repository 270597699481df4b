using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The tangent kernel of a layerwise linear model on all training inputs X (in x n), by what its inner products need of it; the kernel, (n out) x (n out),
/// is never built. Everything is in units of the second moments <c>G = X X^T / n</c> and <c>D = Y X^T / n</c>: kernels are divided by n.
/// </summary>
public abstract class LinearKernel
{
    private double? _squaredNorm;

    /// <summary>The squared Frobenius norm.</summary>
    public double SquaredNorm => _squaredNorm ??= Inner(this);

    /// <summary>The kernel of the parameters, in the order of the model, of an experiment whose model is layerwise linear.</summary>
    public static LinearKernel Of(Experiment experiment, IReadOnlyList<Matrix> parameters, Moments moments)
    {
        var form = LayerForm.Of(experiment)!;
        return form.Kind == LayerwiseKind.Dense ? new DenseLinearKernel(parameters, moments.Inputs) : new DiagonalLinearKernel(form, parameters, moments);
    }

    /// <summary>Rough time that one takes, in seconds on one core: for estimates alone.</summary>
    public static double Seconds(Experiment experiment)
    {
        if (LayerForm.Of(experiment) is not { Kind: LayerwiseKind.Dense } form) return 0;
        double inputs = form.Widths[0], outputs = form.Widths[^1];
        double products = form.Widths.Skip(1).SkipLast(1).Sum(width => inputs * width * (2 * inputs) + outputs * width * (2 * outputs));
        return ((form.Depth - 1) * 2 * inputs * inputs * inputs + products + form.Depth * form.Depth * inputs * inputs) / 4e9;
    }

    /// <summary>The cosine of the angle between two kernels on the same inputs.</summary>
    public static double Cosine(LinearKernel left, LinearKernel right) => left.Inner(right) / Math.Sqrt(left.SquaredNorm * right.SquaredNorm);

    /// <summary>The Frobenius inner product with a kernel of the same model on the same inputs.</summary>
    public abstract double Inner(LinearKernel other);

    /// <summary>The inner product with <c>y y^T / n</c>, y the targets of all samples, from their cross moment D (out x in).</summary>
    public abstract double InnerWithTargets(Matrix cross);
}
