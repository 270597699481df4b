using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Storage.Integrity;

namespace LayerDyn.Cluster.Tests.Studies.Soak;

/// <summary>Whether anything was lost of what users were told is there.</summary>
/// <param name="cluster">The cluster, at rest.</param>
internal sealed class SoakChecks(TestCluster cluster)
{
    /// <summary>What does not hold, for people; nothing where all does.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Points with a result.</summary>
    public long Points { get; private set; }

    /// <summary>Measured rows.</summary>
    public long Rows { get; private set; }

    /// <summary>Files of completed sweeps that no manifest lists.</summary>
    public long Superfluous { get; private set; }

    /// <summary>Points that were leased again.</summary>
    public long Lost { get; private set; }

    /// <summary>Checks a sweep; nothing has been checked where the store is away.</summary>
    public async Task TryCheckAsync(SoakSweep sweep, SweepView view)
    {
        try
        {
            await CheckAsync(sweep, view);
        }
        catch (Storage.StoreException)
        {
            // A fault of this soak: it is tried again.
        }
    }

    /// <summary>
    /// The ledger adds up; every point that a silo ever counted has its rows, once; only those fail that must; every file is as it was written (as by
    /// <c>layerdyn verify</c>). What a silo wrote that was frozen or killed on the way, for points that another had committed by then, is left to <c>layerdyn gc</c>.
    /// </summary>
    public async Task CheckAsync(SoakSweep sweep, SweepView view)
    {
        bool completed = view.State == SweepStates.Completed;
        var results = await Invariants.ResultsAsync(cluster.Store, sweep.Plan); // a point that is there twice throws
        var audit = await new SweepAudit(cluster.Store, sweep.Plan.Id, sweep.Plan.PointCount).RunAsync(deep: true);
        sweep.IsChecked = true;
        (Points, Rows, Lost) = (Points + results.Count, Rows + results.Values.Sum(result => (long)result.Records.Rows), Lost + view.Lost);

        Holds(completed || view.State == SweepStates.Cancelled, sweep, $"is {view.State}: {view.Message}");
        Holds(view.Expected == sweep.Plan.PointCount && view.Finished + view.Diverged + view.Failed + view.Remaining == view.Expected, sweep,
            $"of {view.Expected} points {view.Finished} are finished, {view.Diverged} diverged, {view.Failed} failed, {view.Remaining} remain");
        Holds(!completed || view.Remaining == 0, sweep, $"is completed, and {view.Remaining} points remain");
        Holds(completed ? view.Failed == sweep.Failing : view.Failed <= sweep.Failing, sweep, $"{view.Failed} points failed, where {sweep.Failing} must: {view.Message}");
        Holds(results.Count == view.Finished + view.Diverged && results.Count >= sweep.Seen, sweep,
            $"{results.Count} points have rows, where {view.Finished + view.Diverged} are counted and {sweep.Seen} were seen");
        foreach (var damage in audit.Damaged) Holds(false, sweep, damage.Damage);
        foreach (string change in audit.Changed) Holds(false, sweep, change);
        if (completed) Superfluous += audit.Unlisted.Count;
    }

    private void Holds(bool holds, SoakSweep sweep, string otherwise)
    {
        if (!holds) Problems.Add($"{sweep.Id}: {otherwise}");
    }
}
