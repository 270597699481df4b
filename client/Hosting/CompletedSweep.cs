using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Hosting;

/// <summary>A sweep of which an earlier run has left nothing to do, as its files say: no silo is started for it.</summary>
/// <param name="Status">Its ledger.</param>
/// <param name="Curves">Its curves.</param>
internal sealed record CompletedSweep(SweepStatus Status, IReadOnlyList<CurveReport> Curves)
{
    /// <summary>
    /// Reads it. Null where something is left to do: points that are pending or have failed, files that are missing or changed, curves that another
    /// build has drawn.
    /// </summary>
    /// <exception cref="StoreException">The store failed, or a manifest is damaged.</exception>
    public static async Task<CompletedSweep?> TryReadAsync(IArtifactStore store, SweepPlan plan, CancellationToken cancellation)
    {
        if (await new SweepHeadStore(store, plan.Id).TryReadAsync(cancellation) is not { State: ManifestState.Completed }) return null;
        var audit = new SweepAudit(store, plan.Id, plan.PointCount);
        var found = await audit.RunAsync(deep: false, cancellation);
        if (found is not { Damaged.Count: 0, Stored: { Head.State: ManifestState.Completed, Manifest: { Ledger.IsComplete: true } manifest } stored }) return null;
        if ((await audit.ChangedAsync(stored.Head, cancellation)).Count > 0) return null;
        if (await SweepSummary.TryReadAsync(store, plan.Id) is not { DrawnByThisBuild: true } summary) return null;
        var status = Turn.Status(manifest, plan) with
        {
            State = SweepState.Completed,
            FromStore = manifest.Ledger.Committed,
            Lost = manifest.Lost,
            Shared = stored.Head.Shared,
        };
        return new(status, summary.Curves);
    }
}
