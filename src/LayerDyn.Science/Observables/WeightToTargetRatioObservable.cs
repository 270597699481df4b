using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The weight-to-target ratio <c>sum (a_i^2 + b_i^2) / (2 |S|)</c> of a scalar network, S the least-squares target (Nam et al. 2025,
/// arXiv 2502.21009): at the start, large is lazy and small is rich.
/// </summary>
[Kind("weight-to-target-ratio", "sum (a^2 + b^2) / (2 |S|) of a scalar network")]
public sealed record WeightToTargetRatioObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "Σ/S";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["weight-to-target-ratio"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => ScalarNet.Unsupported(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values) =>
        values[0] = ScalarNet.Laziness(snapshot, snapshot.Parameters).WeightToTargetRatio;
}
