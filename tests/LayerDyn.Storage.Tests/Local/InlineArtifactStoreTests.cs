using LayerDyn.Storage.Local;

namespace LayerDyn.Storage.Tests.Local;

/// <summary>A local store whose file calls are made by the caller's thread does the same, at once.</summary>
public sealed class InlineArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override IArtifactStore Open() => new LocalArtifactStore(_folder.Path, inline: true);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answers_AreThereAtOnce()
    {
        var store = Open();
        Assert.True(store.WriteAsync("s/a", new byte[] { 1 }).IsCompletedSuccessfully);
        var read = store.TryReadAsync("s/a");
        Assert.True(read.IsCompletedSuccessfully);
        Assert.Equal([1], (await read)!.Content.ToArray());
        await using var entries = store.ListAsync("s/").GetAsyncEnumerator();
        Assert.True(entries.MoveNextAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Failures_AreOfTheAnswer()
    {
        await Open().WriteAsync("s/a", new byte[] { 1 });
        var below = Open().WriteAsync("s/a/b", new byte[] { 1 });
        await Assert.ThrowsAsync<StoreException>(() => below);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().TryReadAsync("s/a", new CancellationToken(canceled: true)));
    }
}
