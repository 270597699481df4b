namespace LayerDyn.Storage;

/// <summary>
/// A store that waits out an outage: calls that fail for a reason that passes by itself (<see cref="StoreException.IsTransient"/>)
/// are repeated with growing pauses until the patience is over. Every call of a store may be repeated: writes are whole, creation
/// and replacement are conditional.
/// </summary>
/// <param name="inner">The store.</param>
/// <param name="patience">How long an outage is waited for.</param>
/// <param name="time">The clock.</param>
/// <param name="retried">Told of each failure that is waited out.</param>
public sealed class PatientArtifactStore(IArtifactStore inner, TimeSpan patience, TimeProvider time, Action<StoreException>? retried = null) : IArtifactStore
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        PersistAsync(() => inner.TryCreateAsync(path, content, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<string?> TryReplaceAsync(ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default) =>
        PersistAsync(() => inner.TryReplaceAsync(path, content, expectedETag, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        PersistAsync(() => inner.TryReadAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ArtifactEntry> ListAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // A listing that breaks off is taken again from its start: nothing is given out before it is whole.
        var entries = await PersistAsync(async () =>
        {
            var all = new List<ArtifactEntry>();
            await foreach (var entry in inner.ListAsync(prefix, cancellationToken)) all.Add(entry);
            return all;
        }, cancellationToken);
        foreach (var entry in entries) yield return entry;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        PersistAsync(() => inner.DeleteAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        PersistAsync(() => inner.WriteAsync(path, content, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) => inner.CheckAsync(cancellationToken); // who asks wants to know now

    private Task PersistAsync(Func<Task> call, CancellationToken cancellationToken) => PersistAsync(async () =>
    {
        await call();
        return true;
    }, cancellationToken);

    private async Task<T> PersistAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call();
            }
            catch (StoreException failure) when (failure.IsTransient && time.GetElapsedTime(began) < patience)
            {
                retried?.Invoke(failure);
            }

            await Task.Delay(pause, time, cancellationToken);
        }
    }
}
