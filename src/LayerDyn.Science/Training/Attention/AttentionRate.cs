using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Training.Attention;

/// <summary>
/// The right-hand side <c>-dL/dw</c> of gradient flow of linear attention with separate key and query, from the second moments of the data:
/// <c>dL/dM = scale (M C - D)</c>, on the population <c>Gamma M Lambda - Lambda^2</c> (Zhang et al. 2025, arXiv 2501.16265). Buffers are reused: not
/// thread-safe.
/// </summary>
/// <param name="form">The model's form.</param>
/// <param name="moments">Moments of the training set.</param>
/// <param name="scale">Factor of the loss on <c>1/2 E|f - y|^2</c>.</param>
internal sealed class AttentionRate(AttentionForm form, Moments moments, double scale)
{
    private readonly double[] _map = new double[form.Dimension * form.Dimension], _descent = new double[form.Dimension * form.Dimension];

    /// <summary>Writes <c>-dL/dw</c> of a state, laid out as the state.</summary>
    public void Rate(ReadOnlySpan<double> state, Span<double> rate)
    {
        form.Map(state, _map);
        for (int i = 0; i < _map.Length; i++)
        {
            double image = moments.Variances is { } variances ? _map[i] * variances[i] : LinearAlgebra.Dot(_map, moments.Inputs.Row(i));
            _descent[i] = scale * (moments.Cross[0, i] - image);
        }

        form.Derivatives(state, _descent, rate);
    }
}
