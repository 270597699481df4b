using System.Text.Json.Serialization;
using LayerDyn.Grains.Planning;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>A stored ledger as it is shown.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Expected">Its points.</param>
/// <param name="Finished">Points that did all steps.</param>
/// <param name="Diverged">Points whose result is that they diverged.</param>
/// <param name="Failed">Points that failed.</param>
/// <param name="Remaining">Points that are pending.</param>
/// <param name="Shared">Points whose results came from other sweeps of the store.</param>
/// <param name="Lost">Points that were computed again because their silo was lost.</param>
/// <param name="Missing">Committed points whose files are missing.</param>
internal sealed record LedgerView(string Sweep, long Expected, long Finished, long Diverged, long Failed, long Remaining, long Shared, long Lost, long Missing)
{
    /// <summary>Whether every point is committed, and where it was written.</summary>
    [JsonIgnore]
    public bool IsComplete => Failed == 0 && Remaining == 0 && Missing == 0;

    /// <summary>Reads a sweep's ledger, and looks whether its files are there.</summary>
    /// <exception cref="StoreException">The store failed, or a manifest is missing, damaged or of another sweep.</exception>
    public static async Task<LedgerView> ReadAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellation)
    {
        var plan = await new PlanCache(store).GetAsync(sweep);
        var audit = await new SweepAudit(store, sweep, plan.PointCount).RunAsync(deep: false, cancellation);
        var manifest = audit.Stored.Manifest;
        return new(sweep.Value, manifest.PointCount, manifest.Finished, manifest.Diverged, manifest.Failures.Count, manifest.Remaining,
            audit.Stored.Head.Shared, manifest.Lost, audit.Damaged.Sum(damage => damage.Points));
    }

    public override string ToString() =>
        $"{Sweep}: {Report.Ledger(Expected, Finished, Diverged, Failed, Remaining)}{Report.Origin(Shared)}{Report.Lost(Lost)}{Report.Missing(Missing, Sweep)}";
}
