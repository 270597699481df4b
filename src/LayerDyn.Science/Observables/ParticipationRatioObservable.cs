using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The participation ratio of what each layer gives on the training inputs, <c>(tr C)^2 / |C|^2</c> with C the covariance of its features: how many
/// directions carry their variance, from 1 to the width (Gao et al. 2017, "A theory of multineuronal dimensionality, dynamics and measurement").
/// <c>participation-ratio.1</c> is that of the first hidden layer, the last one that of the outputs; NaN where a layer gives the same for all samples.
/// </summary>
[Kind("participation-ratio", "participation ratio of the features of each layer, outputs included (dense linear models and mlp)")]
public sealed record ParticipationRatioObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "(tr C)^2/|C|^2";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, LayerFeatures.Layers(experiment)).Select(layer => $"participation-ratio.{layer}")];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => LayerFeatures.Unsupported(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => LayerFeatures.Seconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var features = LayerFeatures.Centred(snapshot);
        for (int l = 0; l < values.Length; l++)
        {
            var covariance = LayerFeatures.Product(features[l + 1], features[l + 1]);
            double trace = LinearAlgebra.Trace(covariance);
            values[l] = trace * trace / LinearAlgebra.Inner(covariance, covariance);
        }
    }
}
