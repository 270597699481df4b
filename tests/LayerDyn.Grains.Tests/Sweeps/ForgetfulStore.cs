using LayerDyn.Storage;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>A store that confirms some writes of results and does not keep them.</summary>
/// <param name="inner">The store that keeps the others.</param>
/// <param name="every">Every which write is lost.</param>
/// <param name="most">How many are lost in all.</param>
internal sealed class ForgetfulStore(IArtifactStore inner, int every, int most = int.MaxValue) : IArtifactStore
{
    private int _writes, _lost;

    public string Description => inner.Description;

    /// <summary>Writes that were confirmed and not kept.</summary>
    public int Lost => _lost;

    public async Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        bool lost = path.Value.EndsWith(".parquet", StringComparison.Ordinal) && Interlocked.Increment(ref _writes) % every == 0 && Interlocked.Increment(ref _lost) <= most;
        return lost || await inner.TryCreateAsync(path, content, cancellationToken);
    }

    public Task<string?> TryReplaceAsync(ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default) =>
        inner.TryReplaceAsync(path, content, expectedETag, cancellationToken);

    public Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default) => inner.TryReadAsync(path, cancellationToken);

    public IAsyncEnumerable<ArtifactEntry> ListAsync(string prefix, CancellationToken cancellationToken = default) => inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) => inner.DeleteAsync(path, cancellationToken);

    public Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => inner.WriteAsync(path, content, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken = default) => inner.CheckAsync(cancellationToken);
}
