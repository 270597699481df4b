using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>Shows nothing: for <c>--json</c>.</summary>
internal sealed class SilentView : IProgressView
{
    public void Begin(string opening)
    {
    }

    public void Update(SweepStatus status)
    {
    }

    public void Say(string line)
    {
    }

    public void End(string closing)
    {
    }
}
