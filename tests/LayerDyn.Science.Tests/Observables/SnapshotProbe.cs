using LayerDyn.Science.Experiments;
using LayerDyn.Science.Observables;

namespace LayerDyn.Science.Tests.Observables;

/// <summary>Shows a test the snapshots of a training.</summary>
internal sealed record SnapshotProbe(Action<ISnapshot> Look) : Observable
{
    public override IReadOnlyList<string> Columns(Experiment experiment) => ["probe"];

    public override void Measure(ISnapshot snapshot, Span<double> values)
    {
        Look(snapshot);
        values[0] = 0;
    }
}
