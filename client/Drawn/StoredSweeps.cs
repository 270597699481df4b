using System.Text;
using System.Text.Json;
using LayerDyn.Client.Commands;
using LayerDyn.Science.Experiments;
using LayerDyn.Storage;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Reports;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Drawn;

/// <summary>Those of a store: curves as they were drawn when a sweep was completed.</summary>
internal sealed class StoredSweeps(IArtifactStore store) : IDrawnSweeps
{
    public Task<SweepId> ResolveAsync(string written, CancellationToken cancellation) => SweepArgument.ResolveAsync(store, written, cancellation);

    public async Task<DrawnSweep> ReadAsync(SweepId id, CancellationToken cancellation)
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

        return new DrawnSweep(id, ledger.State, ledger.Ledger, ledger.Seconds, Encoding.UTF8.GetString(resolved.Content.Span), curves);

        StoreException Wrong(ArtifactPath path, string failure) => new($"{path} in {store.Description}", failure, $"'layerdyn curves {id}' draws the curves again; 'layerdyn verify {id}' looks at all files");
    }

    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var sweep in await SweepIndex.ListAsync(store, readThrough: true, cancellation))
            if (await SweepIndex.HasAsync(store, sweep, cancellation)) names.Add(sweep.Name); // else its folder was deleted
        return [.. names];
    }

    public async Task<string> ReportAsync(string name, CancellationToken cancellation)
    {
        var reports = new ReportStore(store);
        if (await reports.TryReadAsync(name, cancellation) is { } found) return found.Report.Text;
        throw new UserException($"there is no report '{name}' in {store.Description}", Names.Suggest(name, await reports.NamesAsync(cancellation)) ?? "none was saved there");
    }
}
