using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// A sweep's manifest in an artifact store. An owner first takes the sweep over, which raises the epoch, and then commits on top
/// of what it last read or wrote. Whoever took the sweep over last can commit; the commits of an earlier owner, such as a silo
/// that froze and woke up again, are refused.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
public sealed class ManifestStore(IArtifactStore store, SweepId sweep)
{
    private readonly ArtifactPath _path = new SweepPaths(sweep).Manifest;

    /// <summary>Reads the manifest; null when the sweep is not in the store.</summary>
    /// <exception cref="StoreException">The store failed, or the manifest is damaged.</exception>
    public async Task<StoredManifest?> TryReadAsync(CancellationToken cancellationToken = default)
    {
        if (await store.TryReadAsync(_path, cancellationToken) is not { } artifact) return null;
        try
        {
            var manifest = ManifestJson.Read(artifact.Content.Span);
            if (manifest.SweepId != sweep) throw new FormatException($"the manifest is of {manifest.SweepId}");
            return new StoredManifest(manifest, artifact.ETag);
        }
        catch (FormatException damaged)
        {
            throw new StoreException($"{_path} in {store.Description}", damaged.Message, "restore it from a copy, or run into another folder", damaged);
        }
    }

    /// <summary>
    /// Makes the caller the owner: reads the manifest, or starts from <paramref name="initial"/> when there is none, and stores it
    /// with the next epoch.
    /// </summary>
    /// <exception cref="StoreException">The store failed, or the stored sweep has another number of points.</exception>
    public async Task<StoredManifest> TakeOverAsync(Manifest initial, CancellationToken cancellationToken = default)
    {
        if (initial.SweepId != sweep) throw new ArgumentException($"the manifest is of {initial.SweepId}, not of {sweep}", nameof(initial));
        while (true)
        {
            var found = await TryReadAsync(cancellationToken);
            if (found is not null && found.Manifest.PointCount != initial.PointCount)
                throw new StoreException(
                    $"{_path} in {store.Description}", $"it has {found.Manifest.PointCount} points, the sweep has {initial.PointCount}",
                    "run into another folder");
            var next = found is null ? initial with { Epoch = 1 } : found.Manifest with { Epoch = found.Manifest.Epoch + 1 };
            if (await store.TryReplaceAsync(_path, ManifestJson.Write(next), found?.ETag, cancellationToken) is { } etag)
                return new StoredManifest(next, etag);
        }
    }

    /// <summary>
    /// Replaces <paramref name="current"/> by <paramref name="next"/>. Null when someone else took the sweep over or wrote since:
    /// the caller is no longer the owner and must stop.
    /// </summary>
    /// <exception cref="ArgumentException">The sweep or the epoch of <paramref name="next"/> is another one.</exception>
    public async Task<StoredManifest?> TryCommitAsync(StoredManifest current, Manifest next, CancellationToken cancellationToken = default)
    {
        if (next.SweepId != sweep || next.Epoch != current.Manifest.Epoch)
            throw new ArgumentException("a commit keeps the sweep and the epoch", nameof(next));
        string? etag = await store.TryReplaceAsync(_path, ManifestJson.Write(next), current.ETag, cancellationToken);
        return etag is null ? null : new StoredManifest(next, etag);
    }
}
