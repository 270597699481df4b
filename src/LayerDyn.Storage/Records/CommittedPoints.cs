using System.Runtime.CompilerServices;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Records;

/// <summary>
/// The points of a sweep that are committed when the reading begins, one after another in order of their indices, while others may be merging them.
/// However many there are, no more is in memory than the segments that lie across each other.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="wanted">Which points are read; null for all.</param>
public sealed class CommittedPoints(IArtifactStore store, SweepId sweep, Func<long, bool>? wanted = null)
{
    private readonly RecordReader _reader = new(store);
    private readonly ManifestStore _manifests = new(store, sweep);
    private readonly List<SegmentDamage> _damaged = [];
    private (SegmentEntry Segment, IReadOnlyList<PointResult> Results)? _merged;

    /// <summary>What could not be read so far because its files are missing or damaged; its points are passed over.</summary>
    public IReadOnlyList<SegmentDamage> Damaged => _damaged;

    /// <summary>Reads them.</summary>
    /// <exception cref="StoreException">The store failed, the sweep is not in it, or a manifest is damaged.</exception>
    public async IAsyncEnumerable<PointResult> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _damaged.Clear();
        var listed = (await _manifests.ReadAsync(cancellationToken)).Manifest.Segments.Where(segment => wanted is null || segment.Points.Points.Any(wanted));
        await foreach (var (result, _) in OrderedPoints.ReadAsync(listed, segment => LoadAsync(segment, cancellationToken), cancellationToken))
            if (wanted is null || wanted(result.Index)) yield return result;
    }

    /// <summary>The results of a segment, from the files that hold them now where it was merged into others meanwhile.</summary>
    private async Task<IReadOnlyList<PointResult>> LoadAsync(SegmentEntry segment, CancellationToken cancellationToken)
    {
        var (results, damage) = await _reader.TryReadAsync(sweep, segment, cancellationToken);
        if (results is not null) return results;
        var now = (await _manifests.ReadAsync(cancellationToken)).Manifest.Segments;
        if (!now.Any(listed => Same(listed, segment)))
        {
            var found = new List<PointResult>();
            foreach (var listed in now.Where(listed => listed.Points.First < segment.Points.End && segment.Points.First < listed.Points.End))
            {
                if (_merged is not { } kept || !Same(kept.Segment, listed)) _merged = kept = (listed, await LoadAsync(listed, cancellationToken));
                found.AddRange(kept.Results.Where(result => segment.Points.Contains(result.Index)));
            }

            if (found.Count == segment.Points.Count) return found;
            damage = $"of the points of segment {segment.Name} some are computed again";
            results = found;
        }

        if (!_damaged.Any(known => Same(known.Segment, segment))) _damaged.Add(new SegmentDamage(segment, damage!));
        return results ?? [];
    }

    private static bool Same(SegmentEntry one, SegmentEntry other) => one.Name == other.Name && one.Staged == other.Staged;
}
