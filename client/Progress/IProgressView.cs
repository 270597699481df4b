using LayerDyn.Contracts.Sweeps;

namespace LayerDyn.Client.Progress;

/// <summary>How a running sweep is shown.</summary>
internal interface IProgressView
{
    void Begin(string opening);

    void Update(SweepStatus status);

    /// <summary>A line that is no progress.</summary>
    void Say(string line);

    void End(string closing);
}
