using System.Text.Json.Serialization;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Commands;

/// <summary>A stored sweep as it is shown: its ledger, and how it came about.</summary>
internal sealed record StoredLedger : LedgerView
{
    private const string Interrupted = "interrupted";

    /// <summary>The sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>
    /// One of <see cref="SweepStates"/>, or <c>interrupted</c>: it is neither completed nor paused, and no <c>layerdyn run</c> works on it in this folder.
    /// </summary>
    public required string State { get; init; }

    /// <summary>When it was first submitted (UTC); null where that is not known.</summary>
    public DateTime? Submitted { get; init; }

    /// <summary>Seconds that it was worked on, pauses left out; null where that is not known.</summary>
    public double? Seconds { get; init; }

    /// <summary>The variant of its spec that it was first submitted with; empty for none, or where that is not known.</summary>
    public string Variant { get; init; } = "";

    /// <summary>The overrides that it was first submitted with; empty for none, or where that is not known.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>When it was completed or cancelled (UTC), if nobody has started it again since; null else.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>The command line that it was first submitted with; empty where there was none, or it is not known.</summary>
    public string Command { get; init; } = "";

    /// <summary>The silos that were members while it was worked on; empty where that is not known.</summary>
    public IReadOnlyList<SweepHardware> Hardware { get; init; } = [];

    /// <summary>What people call it beside its name; empty for its name alone.</summary>
    public string Title { get; init; } = "";

    /// <summary>What people say of it; empty for nothing.</summary>
    public string Note { get; init; } = "";

    /// <summary>Words to find it by, in alphabetical order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The same together.</summary>
    [JsonIgnore]
    public SweepLabels Labels
    {
        get => new(Title, Note, Tags);
        init => (Title, Note, Tags) = value;
    }

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
        long? points = await new SweepHeadStore(store, sweep).TryReadAsync(cancellation) is { } fixedThen ? await PlanCache.CountPointsAsync(store, fixedThen) : null;
        var audit = await new SweepAudit(store, sweep, points).RunAsync(deep: false, cancellation);
        var (head, manifest) = (audit.Stored.Head, audit.Stored.Manifest);
        string state = StateOf(store, head, manifest);
        return new()
        {
            Sweep = sweep.Value,
            State = state,
            Submitted = head.Submitted == default ? null : DateTime.SpecifyKind(head.Submitted, DateTimeKind.Utc),
            Seconds = SweepDuration.Of(head, state == SweepStates.Running ? TimeProvider.System.GetUtcNow().UtcDateTime : null)?.TotalSeconds,
            Variant = head.Variant,
            Set = head.Set,
            Ended = SweepDuration.Ended(head),
            Command = head.Command,
            Hardware = head.Hardware,
            Labels = head.Labels,
            Ledger = manifest.Ledger,
            Shared = head.Shared,
            Lost = manifest.Lost,
            Limit = head.Reached,
            Missing = audit.Damaged.Sum(damage => damage.Points),
        };
    }

    public override string ToString() => $"{Sweep}: {State}, {Ledger}{Report.Origin(Shared)}{Report.Lost(Lost)}{(Limit.Length > 0 ? $", stopped: {Limit}" : "")}{Report.Missing(Missing, Sweep)}";

    private static string StateOf(IArtifactStore store, SweepHead head, Manifest manifest) => head.State switch
    {
        ManifestState.Completed when manifest.Ledger.Remaining == 0 => SweepStates.Completed,
        ManifestState.Cancelled => SweepStates.Cancelled,
        ManifestState.Active when Turn.IsTaken(store, head.SweepId) => SweepStates.Running,
        ManifestState.Active when store is not LocalArtifactStore => SweepStates.Running, // a cluster's: it should be running
        ManifestState.Active => Interrupted,
        _ => SweepStates.Paused,
    };
}
