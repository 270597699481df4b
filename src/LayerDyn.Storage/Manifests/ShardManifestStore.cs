using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Manifests;

/// <summary>
/// A shard's manifest in an artifact store. An owner first takes the shard over, which raises the term, and then commits on top
/// of what it last read or wrote. Whoever took it over last can commit; the commits of an earlier owner, such as a silo
/// that froze and woke up again, are refused.
/// </summary>
/// <param name="store">The artifact store.</param>
/// <param name="sweep">The sweep.</param>
/// <param name="shard">The shard's number.</param>
public sealed class ShardManifestStore(IArtifactStore store, SweepId sweep, int shard)
{
    private readonly ArtifactPath _path = new SweepPaths(sweep).Shard(shard);

    /// <summary>Reads the manifest; null when the shard was never opened.</summary>
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
            throw new StoreException(
                $"{_path} in {store.Description}", damaged.Message, $"restore it from a copy, or let 'layerdyn verify {sweep} --repair' have its points computed again", damaged);
        }
    }

    /// <summary>
    /// Makes the caller the owner: reads the manifest, or starts from <paramref name="initial"/> when there is none, and stores it
    /// with the next term.
    /// </summary>
    /// <exception cref="StoreException">The store failed, or the stored shard has other points.</exception>
    public async Task<StoredManifest> TakeOverAsync(Manifest initial, CancellationToken cancellationToken = default)
    {
        if (initial.SweepId != sweep) throw new ArgumentException($"the manifest is of {initial.SweepId}, not of {sweep}", nameof(initial));
        while (true)
        {
            var found = await TryReadAsync(cancellationToken);
            if (found is not null && (found.Manifest.First, found.Manifest.PointCount) != (initial.First, initial.PointCount))
                throw new StoreException(
                    $"{_path} in {store.Description}",
                    $"it has points {found.Manifest.First} to {found.Manifest.End - 1}, the shard has {initial.First} to {initial.End - 1}",
                    "run into another folder");
            var next = found is null ? initial with { Term = 1 } : found.Manifest with { Term = found.Manifest.Term + 1 };
            if (await store.TryReplaceAsync(_path, ManifestJson.Write(next), found?.ETag, cancellationToken) is { } etag)
                return new StoredManifest(next, etag);
        }
    }

    /// <summary>
    /// Takes the shard over and changes it with one write: other owners, who may hold it at this moment, are refused from then on. Null when
    /// anybody wrote since <paramref name="current"/> was read: read again.
    /// </summary>
    public async Task<StoredManifest?> TryTakeOverAsync(StoredManifest current, Manifest next, CancellationToken cancellationToken = default)
    {
        var taken = next with { Term = current.Manifest.Term + 1, Leases = [] };
        return await store.TryReplaceAsync(_path, ManifestJson.Write(taken), current.ETag, cancellationToken) is { } etag ? new StoredManifest(taken, etag) : null;
    }

    /// <summary>
    /// Puts <paramref name="initial"/> in the place of a manifest that cannot be read: all points of the shard are pending again.
    /// </summary>
    /// <returns>False when it can be read, or is missing: nothing was done.</returns>
    public async Task<bool> TryBeginAnewAsync(Manifest initial, CancellationToken cancellationToken = default)
    {
        if (await store.TryReadAsync(_path, cancellationToken) is not { } damaged) return false;
        try
        {
            _ = ManifestJson.Read(damaged.Content.Span);
            return false;
        }
        catch (FormatException)
        {
            // Above any term that an owner can have had: what it still holds is of a shard that is no more.
            return await store.TryReplaceAsync(_path, ManifestJson.Write(initial with { Term = 1L << 24 }), damaged.ETag, cancellationToken) is not null;
        }
    }

    /// <summary>
    /// Replaces <paramref name="current"/> by <paramref name="next"/>. Null when someone else took the shard over or wrote since:
    /// the caller is no longer the owner and must stop. A write that went through although its answer was lost counts.
    /// </summary>
    /// <exception cref="ArgumentException">The sweep or the term of <paramref name="next"/> is another one.</exception>
    public async Task<StoredManifest?> TryCommitAsync(StoredManifest current, Manifest next, CancellationToken cancellationToken = default)
    {
        if (next.SweepId != sweep || next.Term != current.Manifest.Term)
            throw new ArgumentException("a commit keeps the sweep and the term", nameof(next));
        byte[] json = ManifestJson.Write(next);
        if (await store.TryReplaceAsync(_path, json, current.ETag, cancellationToken) is { } etag) return new StoredManifest(next, etag);
        var found = await store.TryReadAsync(_path, cancellationToken);
        return found is not null && found.Content.Span.SequenceEqual(json) ? new StoredManifest(next, found.ETag) : null;
    }
}
