using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Linear centred kernel alignment of adjacent layers on the training inputs (Kornblith, Norouzi, Lee, Hinton 2019, "Similarity of neural network
/// representations revisited"): with centred features H (width x n), <c>|H1 H2^T|^2 / (|H1 H1^T| |H2 H2^T|)</c> (Frobenius), never an n x n matrix of
/// samples. <c>cka.1</c> is that of the inputs and the first hidden layer, the last one that of the last hidden layer and the outputs. 1 when one is a
/// rotation of the other, scaled; NaN where a layer gives the same for all samples.
/// </summary>
[Kind("cka", "linear CKA of the features of adjacent layers, inputs and outputs included (dense linear models and mlp)")]
public sealed record CkaObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "CKA";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. Enumerable.Range(1, LayerFeatures.Layers(experiment)).Select(layer => $"cka.{layer}")];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => LayerFeatures.Unsupported(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => LayerFeatures.Seconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var features = LayerFeatures.Centred(snapshot);
        double[] norms = [.. features.Select(layer => LinearAlgebra.Norm(LayerFeatures.Product(layer, layer)))];
        for (int l = 0; l < values.Length; l++)
        {
            var cross = LayerFeatures.Product(features[l], features[l + 1]);
            values[l] = LinearAlgebra.Inner(cross, cross) / (norms[l] * norms[l + 1]);
        }
    }
}
