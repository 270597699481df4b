using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The effective rank of each weight matrix: exp of the entropy of its singular values divided by their sum (Roy and Vetterli 2007,
/// "The effective rank: a measure of effective dimensionality"). Zero for a zero matrix.
/// </summary>
[Kind("effective-rank", "effective rank of each weight matrix: exp of the entropy of its normalised singular values")]
public sealed record EffectiveRankObservable : Observable
{
    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => WeightMatrices.Columns("effective-rank", experiment);

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => WeightMatrices.Unsupported(experiment);

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => WeightMatrices.RankSeconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        int[] places = WeightMatrices.Of(snapshot.Experiment);
        for (int i = 0; i < places.Length; i++) values[i] = FeatureRankObservable.Ranks(snapshot.Parameters[places[i]]).Effective;
    }
}
