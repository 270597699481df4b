using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Records;

/// <summary>Reads through what is committed of a sweep while others may be merging it.</summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="points">How many points its resolved spec has; null where that is not at hand.</param>
public sealed class CommittedSegments(IArtifactStore store, SweepId sweep, long? points = null)
{
    /// <summary>Has the listed segments read.</summary>
    /// <param name="read">
    /// Reads them, from the beginning each time that it is called, and returns those that it could not. It is called again where these are
    /// listed no more: they were merged into others meanwhile.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was listed, and what of it is missing or damaged.</returns>
    /// <exception cref="StoreException">The store failed, the sweep is not in it, or a manifest is damaged.</exception>
    public Task<(StoredSweep Stored, IReadOnlyList<SegmentDamage> Damaged)> ReadAsync(
        Func<StoredSweep, Task<IReadOnlyList<SegmentDamage>>> read, CancellationToken cancellationToken = default) =>
        ReadAsync(read, () => Task.CompletedTask, cancellationToken);

    /// <summary>The same, with something to be done each time before the manifests are read.</summary>
    /// <exception cref="StoreException">The store failed, the sweep is not in it, or a manifest is damaged.</exception>
    internal async Task<(StoredSweep Stored, IReadOnlyList<SegmentDamage> Damaged)> ReadAsync(
        Func<StoredSweep, Task<IReadOnlyList<SegmentDamage>>> read, Func<Task> before, CancellationToken cancellationToken)
    {
        var manifests = new ManifestStore(store, sweep, points);
        while (true)
        {
            await before();
            var stored = await manifests.ReadAsync(cancellationToken);
            var damaged = await read(stored);
            if (damaged.Count == 0) return (stored, []);
            var listed = (await manifests.ReadAsync(cancellationToken)).Manifest.Segments.Select(Key).ToHashSet();
            if (damaged.All(damage => listed.Contains(Key(damage.Segment)))) return (stored, damaged);
        }

        static (string, bool) Key(SegmentEntry segment) => (segment.Name, segment.Staged);
    }
}
