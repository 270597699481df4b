using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Web.Services;

/// <summary>Sweeps of the store that processes run which are no members of this cluster, as <c>layerdyn run</c> does in a folder.</summary>
internal interface IOtherRuns
{
    /// <summary>Whether there can be any.</summary>
    bool MayRun { get; }

    /// <summary>Whether one runs the sweep.</summary>
    bool Runs(SweepId sweep);
}
