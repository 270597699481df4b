using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Progress;

/// <summary>How a running sweep is shown.</summary>
internal interface IProgressView
{
    void Begin(SweepPlan plan, string location);

    void Update(SweepStatus status);

    void Interrupting();

    void End(SweepPlan plan, string location, SweepStatus status, IReadOnlyList<CurveReport> curves);
}
