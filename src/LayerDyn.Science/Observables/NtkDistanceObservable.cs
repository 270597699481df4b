using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// Distance of the empirical tangent kernel <c>K = J J^T</c> (Jacot et al. 2018, arXiv 1806.07572; J holds a row for each probe input
/// and output) from the initial one, <c>1 - &lt;K0, K&gt; / (|K0| |K|)</c> (Frobenius; Fort et al. 2020, arXiv 2010.15110), for any model.
/// The probes are the first training inputs. With all training inputs as probes it equals <c>kernel-distance</c> of two-layer linear models.
/// </summary>
[Kind("ntk-distance", "distance of the empirical tangent kernel from the initial one, on a few probe inputs (any model)")]
public sealed record NtkDistanceObservable : Observable
{
    /// <summary>Number of probe inputs; all training inputs when there are fewer.</summary>
    [Parameter("number of probe inputs", Min = 1, Max = EmpiricalKernel.MostProbes)]
    public int Probes { get; init; } = 32;

    /// <inheritdoc/>
    public override string Symbol => "1 - <K0,K>/|K0||K|";

    /// <inheritdoc/>
    public override bool AssumesOneRate => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["ntk-distance"];

    /// <inheritdoc/>
    public override double Seconds(Experiment experiment) => EmpiricalKernel.Seconds(experiment, Probes);

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        if (snapshot.Step == 0)
        {
            values[0] = 0;
            return;
        }

        var probes = EmpiricalKernel.Probes(snapshot, Probes);
        var initial = snapshot.Keep(this, () => EmpiricalKernel.Initial(snapshot, probes));
        var now = EmpiricalKernel.Of(snapshot, probes);
        values[0] = Math.Max(0, 1 - LinearAlgebra.Inner(initial, now) / (LinearAlgebra.Norm(initial) * LinearAlgebra.Norm(now)));
    }
}
