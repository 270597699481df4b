using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;

namespace LayerDyn.Infra.Tests.Extending;

/// <summary>The largest absolute value of any parameter.</summary>
[Kind("largest-weight", "largest absolute value of any parameter")]
public sealed record LargestWeightObservable : Observable
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["largest-weight"];

    /// <inheritdoc/>
    public override void Measure(ISnapshot snapshot, Span<double> values) =>
        values[0] = snapshot.Parameters.Max(parameter => parameter.Data.Max(Math.Abs));
}
