using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>A stored ledger as it is shown.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Expected">Its points.</param>
/// <param name="Finished">Points that did all steps.</param>
/// <param name="Diverged">Points whose result is that they diverged.</param>
/// <param name="Failed">Points that were given up.</param>
/// <param name="Remaining">Points that are due.</param>
/// <param name="Shared">Points whose results came from other sweeps of the store.</param>
/// <param name="Lost">Points that were computed again because their silo was lost.</param>
internal sealed record LedgerView(string Sweep, long Expected, long Finished, long Diverged, long Failed, long Remaining, long Shared, long Lost)
{
    public static LedgerView Of(SweepId sweep, StoredSweep stored) =>
        new(sweep.Value, stored.Manifest.PointCount, stored.Manifest.Finished, stored.Manifest.Diverged, stored.Manifest.Failures.Count, stored.Manifest.Remaining,
            stored.Head.Shared, stored.Manifest.Lost);

    public override string ToString() => $"{Sweep}: {Report.Ledger(Expected, Finished, Diverged, Failed, Remaining)}{Report.Origin(Shared)}{Report.Lost(Lost)}";
}
