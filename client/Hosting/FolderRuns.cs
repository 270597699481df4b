using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Web.Services;

namespace LayerDyn.Client.Hosting;

/// <summary>The sweeps that a <c>layerdyn run</c> works on in a folder, in this process or another.</summary>
/// <param name="store">The folder, as it was opened, without anything around it.</param>
internal sealed class FolderRuns(IArtifactStore store) : IOtherRuns
{
    public bool MayRun => true;

    public bool Runs(SweepId sweep) => Turn.IsTaken(store, sweep);
}
