using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The imbalance of adjacent layers, conserved by gradient flow: <c>tr(W2^T W2 - W1 W1^T) / hidden</c>, which is lambda for
/// lambda-balanced weights (Dominé et al. 2025, arXiv 2409.14623); for a diagonal network the mean of <c>w1_i^2 - w2_i^2</c>,
/// the C of Nam et al. 2025 (arXiv 2502.21009). Networks of more than two layers have one for each pair of adjacent layers, <c>layer-imbalance.1</c>
/// of the first two.
/// </summary>
[Kind("layer-imbalance", "tr(W2^T W2 - W1 W1^T) / hidden of adjacent layers, or the mean of a^2 - b^2 of a diagonal network")]
public sealed record LayerImbalanceObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "λ";

    /// <inheritdoc/>
    public override bool NeedsMapAlone => true;

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment)
    {
        int pairs = LayerForm.Of(experiment) is { } form ? form.Depth - 1 : 0;
        return pairs == 1 ? ["layer-imbalance"] : [.. Enumerable.Range(1, pairs).Select(pair => $"layer-imbalance.{pair}")];
    }

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        LayerForm.Of(experiment) is { Depth: >= 2 } ? null : "needs a linear model of two layers or more";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        bool isDiagonal = LayerForm.Of(snapshot.Experiment)!.Kind == LayerwiseKind.Diagonal;
        for (int pair = 0; pair < values.Length; pair++)
        {
            var (lower, upper) = (snapshot.Parameters[pair], snapshot.Parameters[pair + 1]);
            double difference = LinearAlgebra.Inner(upper, upper) - LinearAlgebra.Inner(lower, lower);
            values[pair] = isDiagonal ? -difference / lower.Columns : difference / lower.Rows;
        }
    }
}
