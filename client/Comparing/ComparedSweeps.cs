using System.Text;
using System.Text.Json;
using LayerDyn.Api;
using LayerDyn.Api.Sweeps;
using LayerDyn.Client.Commands;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Comparing;

/// <summary>Reads sweeps that are compared.</summary>
internal static class ComparedSweeps
{
    /// <summary>One of a store: its curves as they were drawn when it was completed.</summary>
    /// <exception cref="StoreException">The store failed, or a file of the sweep is missing or not as it was written.</exception>
    public static async Task<ComparedSweep> ReadAsync(IArtifactStore store, SweepId id, CancellationToken cancellation)
    {
        var ledger = await StoredLedger.ReadAsync(store, id, cancellation);
        var paths = new SweepPaths(id);
        var head = await new SweepHeadStore(store, id).TryReadAsync(cancellation);
        var resolved = await store.TryReadAsync(paths.Resolved, cancellation) ?? throw Wrong(paths.Resolved, "it is missing");
        var curves = new Dictionary<string, Curve>(StringComparer.Ordinal);
        foreach (var (path, seal) in head?.Files ?? new Dictionary<string, SegmentFile>())
        {
            if (!path.StartsWith("curves/", StringComparison.Ordinal) || !path.EndsWith(".json", StringComparison.Ordinal)) continue;
            var file = await store.TryReadAsync(paths.Root + path, cancellation);
            if ((file is null ? "it is missing" : seal.Check(file.Content.Span)) is { } wrong) throw Wrong(paths.Root + path, wrong);
            var curve = JsonSerializer.Deserialize<Curve>(file!.Content.Span, CurveJson.Options)!;
            curves[curve.Name] = curve;
        }

        return new ComparedSweep(id, ledger.State, ledger.Ledger, ledger.Seconds, Encoding.UTF8.GetString(resolved.Content.Span), curves);

        StoreException Wrong(ArtifactPath path, string failure) => new($"{path} in {store.Description}", failure, $"'layerdyn curves {id}' draws the curves again; 'layerdyn verify {id}' looks at all files");
    }

    /// <summary>One of a cluster: its curves as they are now.</summary>
    /// <exception cref="ApiException">The cluster refuses, or does not answer.</exception>
    public static async Task<ComparedSweep> ReadAsync(LayerDynClient cluster, SweepView sweep, CancellationToken cancellation)
    {
        string resolved = await cluster.ResolvedSpecAsync(sweep.Id, cancellation);
        var curves = new Dictionary<string, Curve>(StringComparer.Ordinal);
        foreach (var curve in sweep.Ledger.Committed > 0 ? await cluster.CurvesAsync(sweep.Id, cancellation) : [])
            curves[curve.Name] = JsonSerializer.Deserialize<Curve>(await cluster.CurveFileAsync(sweep.Id, curve.Name, "json", cancellation), CurveJson.Options)!;
        return new ComparedSweep(SweepId.Parse(sweep.Id), sweep.State, sweep.Ledger, sweep.Seconds, resolved, curves);
    }
}
