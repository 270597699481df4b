using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>A cluster has its store to itself.</summary>
internal sealed class NoOtherRuns : IOtherRuns
{
    public bool MayRun => false;

    public bool Runs(SweepId sweep) => false;
}
