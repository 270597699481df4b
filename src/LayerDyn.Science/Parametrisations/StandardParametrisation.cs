using LayerDyn.Science.Catalog;

namespace LayerDyn.Science.Parametrisations;

/// <summary>Weights as initialised, one learning rate for all layers.</summary>
[Kind("standard", "weights as initialised, one learning rate for all layers")]
public sealed record StandardParametrisation : Parametrisation
{
    /// <inheritdoc/>
    public override bool IsStandard => true;

    /// <inheritdoc/>
    public override LayerScale Weights(int layer, IReadOnlyList<int> widths, bool isAdaptive) => LayerScale.One;
}
