using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Parametrisations;

/// <summary>
/// The NTK parametrisation (Jacot, Gabriel and Hongler 2018, arXiv 1806.07572): <c>W = w / sqrt(fan-in)</c> with w of order 1, one learning rate for all
/// w. As the width grows, training is that of the kernel at the start. Biases have no factor.
/// </summary>
[Kind("ntk", "W = w / sqrt(fan-in) with w of order 1 and one learning rate for all w: the kernel regime at large width")]
public sealed record NtkParametrisation : Parametrisation
{
    /// <inheritdoc/>
    public override LayerScale Weights(int layer, IReadOnlyList<int> widths, bool isAdaptive)
    {
        double root = Math.Sqrt(widths[layer - 1]);
        return new(1 / root, root, 1);
    }

    /// <inheritdoc/>
    public override LayerScale Biases(int layer, IReadOnlyList<int> widths, bool isAdaptive) => LayerScale.One;
}
