using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Progress;

/// <summary>Shows nothing: for <c>--json</c>.</summary>
internal sealed class SilentView : IProgressView
{
    public void Begin(SweepPlan plan, string location)
    {
    }

    public void Update(SweepStatus status)
    {
    }

    public void Interrupting()
    {
    }

    public void End(SweepPlan plan, string location, SweepStatus status, IReadOnlyList<CurveReport> curves)
    {
    }
}
