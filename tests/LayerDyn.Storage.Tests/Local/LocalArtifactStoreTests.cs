using System.Text;
using LayerDyn.Storage.Local;

namespace LayerDyn.Storage.Tests.Local;

public sealed class LocalArtifactStoreTests : ArtifactStoreContract, IDisposable
{
    private static readonly byte[] One = [1];
    private readonly TemporaryFolder _folder = new();

    protected override IArtifactStore Open() => new LocalArtifactStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_TemporaryFileThatAWriterHolds_IsIgnoredAndKept()
    {
        await Open().TryCreateAsync("s/a", One);
        string half = _folder["s/.0123.tmp"];
        using var writer = new FileStream(half, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        Assert.Equal(["s/a"], await PathsAsync(Open()));
        Assert.True(File.Exists(half));
    }

    [Fact]
    public async Task List_TemporaryFileOfAKilledWriter_IsDeleted()
    {
        await Open().TryCreateAsync("s/a", One);
        string left = _folder["s/.0123.tmp"];
        await File.WriteAllTextAsync(left, "half");
        Assert.Equal(["s/a"], await PathsAsync(Open()));
        Assert.False(File.Exists(left));
        Assert.Equal([1], await File.ReadAllBytesAsync(_folder["s/a"]));
    }

    [Fact]
    public async Task Delete_LeavesNoEmptyFolders()
    {
        var store = Open();
        foreach (string path in (string[])["s/a/b/one", "s/a/two"]) await store.TryCreateAsync(path, One);
        await store.DeleteAsync("s/a/b/one");
        Assert.Equal(["two"], Directory.GetFileSystemEntries(_folder["s/a"]).Select(Path.GetFileName));
        await store.DeleteAsync("s/a/two");
        await store.DeleteAsync("s/never/there");
        Assert.True(Directory.Exists(_folder.Path));
        Assert.False(Directory.Exists(_folder["s"]));
    }

    // Each may find its folder gone, or go while it writes.
    [Fact]
    public async Task Writes_WhileOthersDeleteTheLastFileOfTheirFolder_AreNeverLost() => await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
    {
        var store = Open();
        for (int round = 0; round < 100; round++)
        {
            Assert.True(await store.TryCreateAsync($"s/deep/{writer}", One));
            Assert.NotNull(await store.TryReadAsync($"s/deep/{writer}"));
            await store.DeleteAsync($"s/deep/{writer}");
        }
    })));

    [Fact]
    public async Task Writes_WhileOthersList_AreNeverLost()
    {
        using var done = new CancellationTokenSource();
        var listing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await PathsAsync(Open());
        });
        for (int i = 0; i < 300; i++)
        {
            Assert.True(await Open().TryCreateAsync($"s/{i}", One));
            await Open().WriteAsync("s/w", One);
        }

        await done.CancelAsync();
        await listing;
        Assert.Equal(301, (await PathsAsync(Open())).Count);
    }

    [Fact]
    public async Task Writes_WhenDone_LeaveNoTemporaryFile()
    {
        var store = Open();
        await store.TryCreateAsync("s/a", One);
        await store.TryCreateAsync("s/a", One);
        await store.WriteAsync("s/b", One);
        Assert.Equal(["a", "b"], Directory.GetFiles(_folder["s"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task TryCreate_NoDescriptorShared_FileIsAPlainReadableFile()
    {
        await Open().TryCreateAsync("s/spec.yaml", Encoding.UTF8.GetBytes("name: x\n"));
        Assert.Equal("name: x\n", await File.ReadAllTextAsync(_folder["s/spec.yaml"]));
    }

    [Fact]
    public async Task TryReplace_LockHeldByAnotherHandle_WaitsUntilItIsGivenBack()
    {
        string etag = (await Open().TryReplaceAsync("m", One, null))!;
        Task<string?> waiting;
        using (await FolderLock.AcquireAsync(_folder.Path, "m", default))
        {
            waiting = Open().TryReplaceAsync("m", new byte[] { 2 }, etag);
            Assert.Equal([1], await File.ReadAllBytesAsync(_folder["m"]));
            Assert.False(waiting.IsCompleted);
        }

        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task Write_StoreFolderIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(_folder["file"], "");
        var error = await Assert.ThrowsAsync<StoreException>(() => new LocalArtifactStore(_folder["file"]).CheckAsync());
        Assert.Contains("is a file where a folder is needed", error.Message);
        Assert.Contains(_folder["file"], error.Subject);
    }

    [Fact]
    public async Task Write_BelowAnArtifact_SaysSo()
    {
        await Open().WriteAsync("a", One);
        var error = await Assert.ThrowsAsync<StoreException>(() => Open().WriteAsync("a/b", One));
        Assert.Contains("is a file where a folder is needed", error.Message);
        Assert.Null(await Open().TryReadAsync("a/b"));
    }

    [Theory]
    [InlineData(28, "the disk is full", "run again")]
    [InlineData(122, "quota", "quota")]
    [InlineData(30, "read-only", "folder")]
    [InlineData(24, "too many files", "ulimit")]
    public void Explain_ErrorCode_SaysWhatToDo(int code, string why, string remedy)
    {
        var error = LocalFailure.Explain("a in /data", "could not be written", new IOException("raw", code));
        Assert.StartsWith("a in /data: could not be written: ", error.Message);
        Assert.Contains(why, error.Failure);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void Explain_PermissionDenied_SaysWhatToDo() =>
        Assert.Contains("permission denied", LocalFailure.Explain("a", "could not be written", new UnauthorizedAccessException("raw")).Failure);

    [Fact]
    public void IsHeld_IsTrueWhileSomebodyHolds_AndWritesNothing()
    {
        var store = new LocalArtifactStore(_folder.Path);
        Assert.False(store.IsHeld("turn"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));

        using (store.TryHold("turn")!) Assert.True(store.IsHeld("turn"));
        Assert.False(store.IsHeld("turn"));
        using var again = store.TryHold("turn");
        Assert.NotNull(again);
    }

    private static async Task<List<string>> PathsAsync(IArtifactStore store)
    {
        var paths = new List<string>();
        await foreach (var entry in store.ListAsync("")) paths.Add(entry.Path.Value);
        return paths;
    }
}
