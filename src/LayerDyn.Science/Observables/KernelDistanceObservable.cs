using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Distance of the tangent kernel from the initial one, <c>1 - &lt;K0, K&gt; / (|K0| |K|)</c> (Frobenius), of a layerwise linear
/// network on the training inputs: large is rich, near zero is lazy (Nam et al. 2025, arXiv 2502.21009, figure 6; Dominé et al.
/// 2025, arXiv 2409.14623). The kernel is never built: <see cref="LinearKernel"/>.
/// </summary>
[Kind("kernel-distance", "distance of the tangent kernel from the initial one (linear models of two layers or more)")]
public sealed record KernelDistanceObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "1 - <K0,K>/|K0||K|";

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override bool FollowsSequences => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["kernel-distance"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        LayerForm.Of(experiment) is { Depth: >= 2 } ? null : "needs a linear model of two layers or more";

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => LinearKernel.Seconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var initial = snapshot.Keep(this, () => LinearKernel.Of(snapshot.Experiment, snapshot.InitialParameters, snapshot.Data.Moments));
        if (snapshot.Step == 0)
        {
            values[0] = 0;
            return;
        }

        var now = LinearKernel.Of(snapshot.Experiment, snapshot.Parameters, snapshot.Data.Moments);
        values[0] = Math.Max(0, 1 - LinearKernel.Cosine(initial, now));
    }
}
