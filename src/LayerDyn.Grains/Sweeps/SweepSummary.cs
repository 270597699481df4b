using System.Text.Json;
using System.Text.Json.Serialization;
using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Sweeps;

/// <summary>The <c>summary.json</c> of an ended sweep: ledger, how it came about, curves, findings, residuals, failures.</summary>
public static class SweepSummary
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes it whole, and returns what the file must be.</summary>
    /// <param name="store">The artifact store.</param>
    /// <param name="plan">The sweep.</param>
    /// <param name="status">Its ledger.</param>
    /// <param name="head">How it came about, its end included.</param>
    /// <param name="failures">The points that failed.</param>
    /// <param name="curves">What was drawn.</param>
    public static async Task<SegmentFile> WriteAsync(
        IArtifactStore store, SweepPlan plan, SweepStatus status, SweepHead head, IReadOnlyList<FailureEntry> failures, IReadOnlyList<CurveReport> curves)
    {
        byte[] summary = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                sweep = plan.Id.Value,
                plan.Name,
                plan.Description,
                ledger = new { status.Ledger.Expected, status.Ledger.Finished, status.Ledger.Diverged, status.Ledger.Failed, status.Ledger.Remaining },
                head.Submitted,
                ended = SweepDuration.Ended(head),
                seconds = SweepDuration.Of(head, now: null)?.TotalSeconds,
                head.Command,
                head.Variant,
                head.Set,
                head.Hardware,
                drawnBy = ProductVersion.Full,
                status.FromStore,
                status.Lost,
                curves,
                failures,
            },
            Json);
        await store.WriteAsync(new SweepPaths(plan.Id).Summary, summary, CancellationToken.None);
        return SegmentFile.Of(summary);
    }

    /// <summary>The curves of a sweep that is completed or cancelled, and whether this build has drawn them; null when it has no summary yet.</summary>
    public static async Task<(IReadOnlyList<CurveReport> Curves, bool DrawnByThisBuild)?> TryReadAsync(IArtifactStore store, SweepId sweep)
    {
        if (await store.TryReadAsync(new SweepPaths(sweep).Summary, CancellationToken.None) is not { } summary) return null;
        using var document = JsonDocument.Parse(summary.Content);
        bool same = document.RootElement.TryGetProperty("drawnBy", out var drawnBy) && drawnBy.GetString() == ProductVersion.Full;
        return (document.RootElement.GetProperty("curves").Deserialize<List<CurveReport>>(Json)!, same);
    }
}
