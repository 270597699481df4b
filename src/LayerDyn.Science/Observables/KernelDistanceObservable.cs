using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Distance of the tangent kernel from the initial one, <c>1 - &lt;K0, K&gt; / (|K0| |K|)</c> (Frobenius), of a two-layer linear
/// network on the training inputs: large is rich, near zero is lazy (Nam et al. 2025, arXiv 2502.21009, figure 6; Dominé et al.
/// 2025, arXiv 2409.14623). With <c>A = W1^T W1</c>, <c>B = W2 W2^T</c> and <c>G = X X^T</c> the kernel is
/// <c>K = I (x) X^T A X + B (x) X^T X</c>, and it is never built:
/// <c>&lt;K, K'&gt; = out tr(A G A' G) + tr(B') tr(A G G) + tr(B) tr(A' G G) + tr(B B') tr(G G)</c>.
/// </summary>
[Kind("kernel-distance", "distance of the tangent kernel from the initial one (two-layer linear models)")]
public sealed record KernelDistanceObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "1 - <K0,K>/|K0||K|";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["kernel-distance"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) =>
        TwoLayers.AreDense(experiment) ? null : "needs a model of two dense linear layers";

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var second = snapshot.Data.Moments.Inputs; // G / n: the factor cancels
        var initial = snapshot.Keep(this, () => LayerKernel.Of(snapshot.InitialParameters[0], snapshot.InitialParameters[1], second));
        if (snapshot.Step == 0)
        {
            values[0] = 0;
            return;
        }

        var now = LayerKernel.Of(snapshot.Parameters[0], snapshot.Parameters[1], second);
        values[0] = Math.Max(0, 1 - LayerKernel.Cosine(initial, now));
    }
}
