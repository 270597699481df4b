using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Alignment of the tangent kernel with the targets, <c>&lt;K, y y^T&gt; / (|K| |y|^2)</c> in [0, 1] (Frobenius; Cristianini, Shawe-Taylor, Elisseeff,
/// Kandola 2001, "On kernel-target alignment"), of a layerwise linear network on all training inputs; 0 when kernel or targets vanish. The kernel is
/// never built: <see cref="LinearKernel"/>. Of two layers <c>&lt;K, y y^T&gt; = tr(Y X^T A X Y^T) + tr(B Y X^T X Y^T)</c>.
/// </summary>
[Kind("kernel-alignment", "alignment of the tangent kernel with the targets on all training inputs (linear models)")]
public sealed record KernelAlignmentObservable : Observable
{
    /// <inheritdoc/>
    public override string Symbol => "<K,yy^T>/|K||y|^2";

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["kernel-alignment"];

    /// <inheritdoc/>
    public override string? Unsupported(Experiment experiment) => LayerForm.Of(experiment) is null ? "needs a linear model" : null;

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => LinearKernel.Seconds(experiment);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var targets = snapshot.Data.Train.Y;
        var kernel = LinearKernel.Of(snapshot.Experiment, snapshot.Parameters, snapshot.Data.Moments);
        double norms = Math.Sqrt(kernel.SquaredNorm) * (LinearAlgebra.Inner(targets, targets) / targets.Rows);
        values[0] = norms > 0 ? kernel.InnerWithTargets(snapshot.Data.Moments.Cross) / norms : 0;
    }
}
