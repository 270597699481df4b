namespace LayerDyn.Storage;

/// <summary>Writes, reads and deletes a probe: what a health check of any store does.</summary>
internal static class StoreProbe
{
    private static readonly byte[] Content = "layerdyn"u8.ToArray();

    /// <summary>A path that no other check uses.</summary>
    internal static ArtifactPath NewPath() => $"layerdyn-check-{Guid.NewGuid():N}";

    /// <summary>Runs the check.</summary>
    internal static async Task RunAsync(IArtifactStore store, ArtifactPath probe, CancellationToken cancellationToken)
    {
        try
        {
            await store.WriteAsync(probe, Content, cancellationToken);
        }
        catch (StoreException error)
        {
            // It is the store that its user knows, not the probe.
            throw new StoreException(store.Description, error.Failure, error.Remedy, error) { IsTransient = error.IsTransient };
        }

        var read = await store.TryReadAsync(probe, cancellationToken);
        await store.DeleteAsync(probe, cancellationToken);
        if (read is null || !read.Content.Span.SequenceEqual(Content))
            throw new StoreException(store.Description, "a probe that was just written reads back differently",
                "check that all processes see the same storage without a stale cache");
    }
}
