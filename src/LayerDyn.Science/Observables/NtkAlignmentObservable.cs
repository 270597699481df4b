using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Alignment of the empirical tangent kernel with the targets, <c>&lt;K, y y^T&gt; / (|K| |y|^2)</c> in [0, 1] (Frobenius; Cristianini, Shawe-Taylor,
/// Elisseeff, Kandola 2001, "On kernel-target alignment"), for any model; 0 when kernel or targets vanish. The probes are the first training inputs. With
/// all training inputs as probes it equals <c>kernel-alignment</c> of linear models.
/// </summary>
[Kind("ntk-alignment", "alignment of the empirical tangent kernel with the targets, on a few probe inputs (any model)")]
public sealed record NtkAlignmentObservable : Observable
{
    /// <summary>Number of probe inputs; all training inputs when there are fewer.</summary>
    [Parameter("number of probe inputs", Min = 1, Max = EmpiricalKernel.MostProbes)]
    public int Probes { get; init; } = 32;

    /// <inheritdoc/>
    public override string Symbol => "<K,yy^T>/|K||y|^2";

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["ntk-alignment"];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => EmpiricalKernel.Seconds(experiment, Probes);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        var kernel = EmpiricalKernel.Of(snapshot, EmpiricalKernel.Probes(snapshot, Probes));
        var targets = snapshot.Data.Train.Y.Data.AsSpan(0, kernel.Rows); // sample-major, as the kernel's rows
        double inner = 0;
        for (int row = 0; row < kernel.Rows; row++) inner += targets[row] * LinearAlgebra.Dot(kernel.Row(row), targets);
        double norms = LinearAlgebra.Norm(kernel) * LinearAlgebra.Dot(targets, targets);
        values[0] = norms > 0 ? inner / norms : 0;
    }
}
