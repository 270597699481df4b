using System.Text.Json.Serialization;
using LayerDyn.Api.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>A stored ledger as it is shown.</summary>
internal sealed record StoredLedger : LedgerView
{
    /// <summary>The sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>Points whose results came from other sweeps of the store.</summary>
    public long Shared { get; init; }

    /// <summary>Points that were computed again because their silo was lost.</summary>
    public long Lost { get; init; }

    /// <summary>Which limit paused it; empty where none did.</summary>
    public string Limit { get; init; } = "";

    /// <summary>Committed points whose files are missing.</summary>
    public long Missing { get; init; }

    /// <summary>Whether every point is committed, and where it was written.</summary>
    [JsonIgnore]
    public bool IsComplete => Ledger.IsComplete && Missing == 0;

    /// <summary>Reads a sweep's ledger, and looks whether its files are there.</summary>
    /// <exception cref="StoreException">The store failed, or a manifest is missing, damaged or of another sweep.</exception>
    public static async Task<StoredLedger> ReadAsync(IArtifactStore store, SweepId sweep, CancellationToken cancellation)
    {
        long points = await PlanCache.CountPointsAsync(store, sweep);
        var audit = await new SweepAudit(store, sweep, points).RunAsync(deep: false, cancellation);
        var manifest = audit.Stored.Manifest;
        return new()
        {
            Sweep = sweep.Value,
            Ledger = manifest.Ledger,
            Shared = audit.Stored.Head.Shared,
            Lost = manifest.Lost,
            Limit = audit.Stored.Head.Reached,
            Missing = audit.Damaged.Sum(damage => damage.Points),
        };
    }

    public override string ToString() => $"{Sweep}: {Ledger}{Report.Origin(Shared)}{Report.Lost(Lost)}{(Limit.Length > 0 ? $", stopped: {Limit}" : "")}{Report.Missing(Missing, Sweep)}";
}
