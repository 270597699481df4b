namespace LayerDyn.Storage;

/// <summary>
/// The only durable truth: named, immutable-by-convention byte strings. Every write is whole or not at all, whatever dies in the
/// middle; a reader never sees half an artifact. Safe for use by many threads and many processes at once.
/// Every member throws <see cref="StoreException"/> when the backend fails.
/// </summary>
public interface IArtifactStore
{
    /// <summary>What a user calls this store: a folder, or a container.</summary>
    string Description { get; }

    /// <summary>Creates an artifact unless one exists. Of any number of concurrent callers exactly one gets true.</summary>
    /// <returns>False when the path exists already; it is left as it was.</returns>
    Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Compare-and-swap: replaces the version named by <paramref name="expectedETag"/>.</summary>
    /// <param name="path">The artifact.</param>
    /// <param name="content">Its new bytes.</param>
    /// <param name="expectedETag">The version that must be there; null when the path must not exist.</param>
    /// <param name="cancellationToken">Cancels the wait, never half of the write.</param>
    /// <returns>The new ETag, or null when the expected version is not (or no longer) there.</returns>
    Task<string?> TryReplaceAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default);

    /// <summary>Reads an artifact; null when there is none.</summary>
    Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default);

    /// <summary>Every artifact whose path starts with <paramref name="prefix"/> (empty for all), in ordinal order of paths.</summary>
    IAsyncEnumerable<ArtifactEntry> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes an artifact; nothing happens when there is none.</summary>
    Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default);

    /// <summary>Replaces or creates an artifact unconditionally: for derived files such as curves, where the last writer wins.</summary>
    Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Checks that the store can be reached, written and read, by writing, reading and deleting a probe.</summary>
    /// <exception cref="StoreException">It cannot; the exception says what to do.</exception>
    Task CheckAsync(CancellationToken cancellationToken = default);
}
