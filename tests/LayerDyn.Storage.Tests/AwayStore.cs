using System.Runtime.CompilerServices;

namespace LayerDyn.Storage.Tests;

/// <summary>A store that fails its first calls.</summary>
internal sealed class AwayStore : IArtifactStore
{
    /// <summary>How many calls fail.</summary>
    public int AwayFor { get; set; }

    public bool IsTransient { get; set; } = true;

    public int Calls { get; private set; }

    /// <summary>Called before a call fails.</summary>
    public Action? Failing { get; set; }

    public string Description => "a store that is away";

    public Task<bool> TryCreateAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => AnswerAsync(true);

    public Task<string?> TryReplaceAsync(ArtifactPath path, ReadOnlyMemory<byte> content, string? expectedETag, CancellationToken cancellationToken = default) =>
        AnswerAsync<string?>("tag");

    public Task<StoredArtifact?> TryReadAsync(ArtifactPath path, CancellationToken cancellationToken = default) => AnswerAsync<StoredArtifact?>(null);

    public async IAsyncEnumerable<ArtifactEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return new ArtifactEntry(new ArtifactPath("a/b"), 1);
        await AnswerAsync(true); // it breaks off in the middle
        yield return new ArtifactEntry(new ArtifactPath("a/c"), 1);
    }

    public Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) => AnswerAsync(true);

    public Task WriteAsync(ArtifactPath path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) => AnswerAsync(true);

    public Task CheckAsync(CancellationToken cancellationToken = default) => AnswerAsync(true);

    private Task<T> AnswerAsync<T>(T answer)
    {
        if (++Calls > AwayFor) return Task.FromResult(answer);
        Failing?.Invoke();
        return Task.FromException<T>(new StoreException("a store", "it is away", "wait") { IsTransient = IsTransient });
    }
}
