using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>The Frobenius norm of each parameter, in the order of the model (Liu et al. 2023, arXiv 2210.01117).</summary>
[Kind("weight-norm", "Frobenius norm of each parameter")]
public sealed record WeightNormObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "|W|";

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) =>
        [.. experiment.Model.Parameters(experiment.Task.Shape).Select((_, i) => $"weight-norm.{i + 1}")];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        for (int i = 0; i < values.Length; i++) values[i] = LinearAlgebra.Norm(snapshot.Parameters[i]);
    }
}
