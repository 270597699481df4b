using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The tangent kernel of a diagonal network, <c>K = X^T S X</c> with <c>S_i = sum_l (prod_{k != l} w_k,i)^2</c>:
/// <c>&lt;K, K'&gt; = sum_ij S_i S'_j G_ij^2</c>.
/// </summary>
public sealed class DiagonalLinearKernel : LinearKernel
{
    private readonly double[] _strengths;
    private readonly Moments _moments;

    /// <summary>The kernel of the weights of each layer (1 x inputs); inputs beyond those of the form have none.</summary>
    public DiagonalLinearKernel(LayerwiseForm form, IReadOnlyList<Matrix> weights, Moments moments) =>
        (_strengths, _moments) = (LayerwiseTangentKernel.Strengths(form, weights), moments);

    /// <inheritdoc/>
    public override double Inner(LinearKernel other)
    {
        double[] strengths = ((DiagonalLinearKernel)other)._strengths;
        double sum = 0;
        for (int i = 0; i < _strengths.Length; i++)
        {
            if (_moments.Variances is { } variances)
            {
                sum += _strengths[i] * strengths[i] * variances[i] * variances[i];
                continue;
            }

            double seen = 0;
            var row = _moments.Inputs.Row(i);
            for (int j = 0; j < strengths.Length; j++) seen += strengths[j] * row[j] * row[j];
            sum += _strengths[i] * seen;
        }

        return sum;
    }

    /// <inheritdoc/>
    public override double InnerWithTargets(Matrix cross)
    {
        double sum = 0;
        for (int i = 0; i < _strengths.Length; i++) sum += _strengths[i] * cross[0, i] * cross[0, i];
        return sum;
    }
}
