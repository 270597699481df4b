using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>Compares the files of a sweep with what its manifests say.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="points">How many points its resolved spec has; null where that is not at hand.</param>
public sealed class SweepAudit(IArtifactStore store, SweepId sweep, long? points = null)
{
    private readonly SweepPaths _paths = new(sweep);
    private readonly RecordReader _reader = new(store);

    /// <summary>Looks the sweep through.</summary>
    /// <param name="deep">Whether every file is read and its hash compared; else names and sizes are.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <exception cref="StoreException">The store failed, the sweep is not in it, or a manifest is damaged.</exception>
    public async Task<AuditReport> RunAsync(bool deep, CancellationToken cancellationToken = default)
    {
        Dictionary<ArtifactPath, long> sizes = [], keptSizes = [];
        var kept = new KeptAudit(store, sweep, keptSizes);
        var (stored, damaged) = await new CommittedSegments(store, sweep, points).ReadAsync(async listed =>
        {
            var found = new List<SegmentDamage>();
            kept = new KeptAudit(store, sweep, keptSizes);
            foreach (var segment in listed.Manifest.Segments)
            {
                // One that was committed in between is not among the sizes.
                int whole = FilesOf(segment).Count(file => sizes.Remove(file.Path, out long size) && (file.Expected is null || size == file.Expected.Bytes));
                string? damage = deep || whole < 2 ? await _reader.CheckAsync(sweep, segment, cancellationToken) : null;
                var changed = new List<ArtifactPath>();
                string? lost = await kept.CheckAsync(segment, changed, deep, cancellationToken); // which also takes note of what it lists
                damage ??= lost;
                if (damage is not null) found.Add(new SegmentDamage(segment, damage) { Changed = changed });
            }

            return found;
        }, async () => (sizes, keptSizes) = (await ListAsync(cancellationToken), await ListAsync(cancellationToken, _paths.KeptFolder)), cancellationToken);
        var unlisted = sizes.Keys.Concat(kept.Unlisted(stored, damaged));
        return new AuditReport(stored, damaged, [.. unlisted.Order()], deep ? await ChangedAsync(stored.Head, cancellationToken) : []);
    }

    private IEnumerable<(ArtifactPath Path, SegmentFile? Expected)> FilesOf(SegmentEntry segment) =>
        [(_paths.Records(segment.Name, segment.Staged), segment.Records), (_paths.Results(segment.Name, segment.Staged), segment.Results)];

    // Taken before the manifests are read: a file that is written in between is not taken for unlisted.
    private Task<Dictionary<ArtifactPath, long>> ListAsync(CancellationToken cancellationToken) =>
        ListAsync(cancellationToken, _paths.RecordsFolder, _paths.ResultsFolder, _paths.StagedFolder);

    private async Task<Dictionary<ArtifactPath, long>> ListAsync(CancellationToken cancellationToken, params string[] folders)
    {
        var sizes = new Dictionary<ArtifactPath, long>();
        foreach (string folder in folders)
            await foreach (var entry in store.ListAsync(folder, cancellationToken)) sizes[entry.Path] = entry.Size;
        return sizes;
    }

    /// <summary>The files that no shard lists and that are missing or not as they were written: the spec, and what was drawn.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(SweepHead head, CancellationToken cancellationToken = default)
    {
        var changed = new List<string>();
        foreach (var (path, expected) in head.Files)
        {
            var found = await store.TryReadAsync(_paths.Root + path, cancellationToken);
            if (found is null) changed.Add($"{path} is missing");
            else if (expected.Check(found.Content.Span) is { } wrong) changed.Add($"{path} {wrong}");
        }

        return changed;
    }
}
