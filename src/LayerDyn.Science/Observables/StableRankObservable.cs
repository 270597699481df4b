using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The stable rank <c>|W|_F^2 / |W|_2^2</c> of each weight matrix (Rudelson and Vershynin 2007, arXiv math/0503442): at most the rank, and
/// insensitive to small singular values. Zero for a zero matrix.
/// </summary>
[Kind("stable-rank", "stable rank of each weight matrix: squared Frobenius norm over squared spectral norm")]
public sealed record StableRankObservable : Observable
{
    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => WeightMatrices.Columns("stable-rank", experiment);

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => WeightMatrices.Unsupported(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => WeightMatrices.RankSeconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        int[] places = WeightMatrices.Of(snapshot.Experiment);
        for (int i = 0; i < places.Length; i++) values[i] = FeatureRankObservable.Ranks(snapshot.Parameters[places[i]]).Stable;
    }
}
