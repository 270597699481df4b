using LayerDyn.Science.Catalog;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;

namespace LayerDyn.Silo.Tests;

/// <summary>An observable that cannot be measured after some steps: training that throws on its way.</summary>
[Kind("brittle", "throws from a step on")]
public sealed record Brittle : Observable
{
    [Parameter("first step at which it throws")]
    public long Breaks { get; init; }

    public override IReadOnlyList<string> Columns(Experiment experiment) => ["brittle"];

    public override void Measure(ISnapshot snapshot, Span<double> values) =>
        values[0] = snapshot.Step < Breaks ? snapshot.Step : throw new InvalidOperationException("it broke");
}
