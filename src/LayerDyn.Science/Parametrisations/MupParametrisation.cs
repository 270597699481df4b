using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Parametrisations;

/// <summary>
/// The maximal-update parametrisation muP in its table form (Yang et al. 2022, "Tensor Programs V", arXiv 2203.03466): every layer's features move by
/// order 1 a step at any width n, so that the best learning rate stays. With <c>r = n / baseWidth</c>: the output's weights start smaller by
/// <c>1/sqrt(r)</c>; SGD has the rates <c>eta r, eta, eta / r</c> (input, hidden, output), Adam <c>eta, eta / r, eta / r</c>; hidden biases as the input
/// layer. At the base width it is the standard parametrisation.
/// </summary>
[Kind("mup", "maximal update (muP): rates and the output's start by layer, so that the best learning rate stays as the width grows")]
public sealed record MupParametrisation : Parametrisation
{
    /// <summary>The width n0 at which it is the standard parametrisation.</summary>
    [Parameter("width at which it is the standard parametrisation", Min = 1, Max = 100_000, Symbol = "n_0")]
    public int BaseWidth { get; init; } = 64;

    /// <inheritdoc/>
    public override void Validate(IReadOnlyList<int> widths, ProblemList problems) => RequireOneWidth("mup", widths, problems);

    /// <inheritdoc/>
    public override LayerScale Weights(int layer, IReadOnlyList<int> widths, bool isAdaptive)
    {
        double ratio = (double)widths[1] / BaseWidth;
        if (layer == 1) return new(1, 1, isAdaptive ? 1 : ratio);
        return layer < widths.Count - 1 ? new(1, 1, isAdaptive ? 1 / ratio : 1) : new(1, 1 / Math.Sqrt(ratio), 1 / ratio);
    }
}
