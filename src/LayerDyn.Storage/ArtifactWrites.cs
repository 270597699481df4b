namespace LayerDyn.Storage;

/// <summary>Ways of writing artifacts.</summary>
internal static class ArtifactWrites
{
    /// <summary>Writes an artifact whose bytes follow from its name: one that is there already has the same, or is damaged and replaced.</summary>
    /// <exception cref="StoreException">The store failed; nothing half-written is visible.</exception>
    public static async Task WriteOnceAsync(this IArtifactStore store, ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await store.TryCreateAsync(path, content, cancellationToken)) return;
        if (await store.TryReadAsync(path, cancellationToken) is { } found && !found.Content.Span.SequenceEqual(content.Span))
            await store.TryReplaceAsync(path, content, found.ETag, cancellationToken);
    }
}
