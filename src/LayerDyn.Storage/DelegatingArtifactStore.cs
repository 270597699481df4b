using System.Runtime.CompilerServices;

namespace LayerDyn.Storage;

/// <summary>
/// A store that passes every call to another. What concerns all calls overrides <see cref="InvokeAsync{T}"/>, through which each of
/// them goes; what concerns one member overrides that member.
/// </summary>
/// <param name="inner">The store that does the work.</param>
public abstract class DelegatingArtifactStore(IArtifactStore inner) : IArtifactStore
{
    /// <inheritdoc/>
    public string Description => inner.Description;

    /// <inheritdoc/>
    public virtual Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        InvokeAsync(new(StoreOperation.Create, path.Value, content.Length), () => inner.TryCreateAsync(path, content, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<string?> TryReplaceAsync(
        ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default) =>
        InvokeAsync(
            new(StoreOperation.Replace, path.Value, content.Length),
            () => inner.TryReplaceAsync(path, content, expectedETag, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public virtual Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        InvokeAsync(new(StoreOperation.Read, path.Value), () => inner.TryReadAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A listing is one call: nothing is given out before it is whole, so that it can be repeated from its start.</remarks>
    public virtual async IAsyncEnumerable<ArtifactEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var entries = await InvokeAsync(
            new(StoreOperation.List, prefix), () => inner.ListAsync(prefix, cancellationToken).ToListAsync(cancellationToken).AsTask(), cancellationToken);
        foreach (var entry in entries) yield return entry;
    }

    /// <inheritdoc/>
    public virtual Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
        InvokeAsync(new(StoreOperation.Delete, path.Value), () => inner.DeleteAsync(path, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public virtual Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        InvokeAsync(new(StoreOperation.Write, path.Value, content.Length), () => inner.WriteAsync(path, content, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public virtual Task CheckAsync(CancellationToken cancellationToken = default) =>
        InvokeAsync(new(StoreOperation.Check, ""), () => inner.CheckAsync(cancellationToken), cancellationToken);

    /// <summary>Makes a call of the inner store; every member goes through here.</summary>
    /// <typeparam name="T">What the call returns; true for a call that returns nothing.</typeparam>
    /// <param name="call">What is called.</param>
    /// <param name="invoke">Calls the inner store. It may be invoked again: writes are whole, creation and replacement are conditional.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    protected virtual Task<T> InvokeAsync<T>(StoreCall call, Func<Task<T>> invoke, CancellationToken cancellationToken) => invoke();

    private Task InvokeAsync(StoreCall call, Func<Task> invoke, CancellationToken cancellationToken) => InvokeAsync(call, async () =>
    {
        await invoke();
        return true;
    }, cancellationToken);
}
