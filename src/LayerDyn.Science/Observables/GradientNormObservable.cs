using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>The Euclidean norm of the gradient of the training loss over all parameters.</summary>
[Kind("gradient-norm", "norm of the gradient of the training loss")]
public sealed record GradientNormObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "|∇L|";

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["gradient-norm"];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        double sum = 0;
        foreach (var gradient in snapshot.Gradients) sum += LinearAlgebra.Inner(gradient, gradient);
        values[0] = Math.Sqrt(sum);
    }
}
