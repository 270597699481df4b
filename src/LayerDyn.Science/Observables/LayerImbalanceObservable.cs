using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The imbalance of two layers, conserved by gradient flow: <c>tr(W2^T W2 - W1 W1^T) / hidden</c>, which is lambda for
/// lambda-balanced weights (Dominé et al. 2025, arXiv 2409.14623); for a diagonal network the mean of <c>w1_i^2 - w2_i^2</c>,
/// the C of Nam et al. 2025 (arXiv 2502.21009).
/// </summary>
[Kind("layer-imbalance", "tr(W2^T W2 - W1 W1^T) / hidden, or the mean of a^2 - b^2 of a diagonal network")]
public sealed record LayerImbalanceObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "λ";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["layer-imbalance"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        TwoLayers.AreDense(experiment) || TwoLayers.AreDiagonal(experiment) ? null : "needs a linear model of two layers";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var (first, second) = (snapshot.Parameters[0], snapshot.Parameters[1]);
        double difference = LinearAlgebra.Inner(second, second) - LinearAlgebra.Inner(first, first);
        values[0] = TwoLayers.AreDiagonal(snapshot.Experiment) ? -difference / first.Columns : difference / first.Rows;
    }
}
