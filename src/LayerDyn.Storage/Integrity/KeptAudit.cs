using LayerDyn.Science.Keeping;
using LayerDyn.Storage.Kept;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Storage.Segments;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Integrity;

/// <summary>Compares the files with what is kept of points with what their results say.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="sizes">The files of the sweep with their sizes.</param>
internal sealed class KeptAudit(IArtifactStore store, SweepId sweep, IReadOnlyDictionary<ArtifactPath, long> sizes)
{
    private readonly SweepPaths _paths = new(sweep);
    private readonly KeptStore _kept = new(store, sweep);
    private readonly HashSet<ArtifactPath> _listed = [];

    /// <summary>What is wrong with what is kept of a segment's points; null when nothing is. Takes note of the files that they list, and of those that were changed.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="changed">Receives files that are there, but not as they were written.</param>
    /// <param name="deep">Whether every file is read and its hash compared; else its size is.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    /// <exception cref="StoreException">The store failed.</exception>
    public async Task<string?> CheckAsync(SegmentEntry segment, ICollection<ArtifactPath> changed, bool deep, CancellationToken cancellationToken)
    {
        if (segment.Kept == 0) return null;
        if (await store.TryReadAsync(_paths.Results(segment.Name, segment.Staged), cancellationToken) is not { } results) return $"{_paths.Results(segment.Name, segment.Staged)} is missing";
        try
        {
            string? damage = null;
            foreach (var (index, files) in await SegmentReader.ReadKeptAsync(results.Content))
                foreach (var file in files)
                {
                    if (await CheckAsync(index, file, deep, cancellationToken) is not { } wrong) continue;
                    damage ??= wrong;
                    if (sizes.ContainsKey(_kept.PathOf(index, file))) changed.Add(_kept.PathOf(index, file));
                }

            return damage;
        }
        catch (FormatException unreadable)
        {
            return $"segment {segment.Name} cannot be read: {unreadable.Message}";
        }
    }

    /// <summary>
    /// Superfluous files: of points that are committed, and data of a sweep whose points all are, that no results list. A point that is pending, or has
    /// failed and may be tried again, goes on from a checkpoint with what was kept before.
    /// </summary>
    /// <param name="stored">What is committed.</param>
    /// <param name="damaged">Segments whose results may say nothing of what was kept.</param>
    public IEnumerable<ArtifactPath> Unlisted(StoredSweep stored, IReadOnlyList<SegmentDamage> damaged)
    {
        if (sizes.Count == 0) return [];
        var manifest = stored.Manifest;
        var committed = manifest.Committed();
        var open = manifest.Failures.Select(failure => failure.Index).ToHashSet();
        bool isDone = manifest.Ledger.Remaining == 0 && damaged.Count == 0;
        return sizes.Keys.Where(path => !_listed.Contains(path) && (SweepPaths.PointOfKept(path) is { } index
            ? !open.Contains(index) && (isDone || (committed.Contains(index) && !damaged.Any(damage => damage.Segment.Points.Contains(index))))
            : isDone && open.Count == 0));
    }

    private async Task<string?> CheckAsync(long index, KeptFile file, bool deep, CancellationToken cancellationToken)
    {
        var path = _kept.PathOf(index, file);
        bool known = !_listed.Add(path); // data of several points
        if (sizes.TryGetValue(path, out long size) && size == file.Bytes && (!deep || known)) return null;
        return (await _kept.TryReadAsync(index, file, cancellationToken)).Damage;
    }
}
