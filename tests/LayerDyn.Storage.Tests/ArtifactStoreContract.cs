using System.Text;

namespace LayerDyn.Storage.Tests;

/// <summary>What every artifact store must do, run over each of them.</summary>
public abstract class ArtifactStoreContract
{
    /// <summary>An empty store; two calls give two handles on the same storage, as two processes have.</summary>
    protected abstract IArtifactStore Open();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string?> TextAsync(IArtifactStore store, string path) =>
        await store.TryReadAsync(path) is { } artifact ? Encoding.UTF8.GetString(artifact.Content.Span) : null;

    private static async Task<List<string>> ListAsync(IArtifactStore store, string prefix)
    {
        var paths = new List<string>();
        await foreach (var entry in store.ListAsync(prefix)) paths.Add(entry.Path.Value);
        return paths;
    }

    [Fact]
    public async Task TryRead_NothingThere_Null()
    {
        var store = Open();
        Assert.Null(await store.TryReadAsync("sweep/none.json"));
    }

    [Fact]
    public async Task TryCreate_NothingThere_CreatesAndReadsBack()
    {
        var store = Open();
        Assert.True(await store.TryCreateAsync("sweep/a.bin", new byte[] { 0, 255, 1 }));
        Assert.Equal(new byte[] { 0, 255, 1 }, (await Open().TryReadAsync("sweep/a.bin"))!.Content.ToArray());
    }

    [Fact]
    public async Task TryCreate_Existing_FalseAndUnchanged()
    {
        var store = Open();
        await store.TryCreateAsync("a", Bytes("first"));
        Assert.False(await store.TryCreateAsync("a", Bytes("second")));
        Assert.Equal("first", await TextAsync(store, "a"));
    }

    [Fact]
    public async Task TryCreate_EmptyContent_IsAnArtifact()
    {
        var store = Open();
        Assert.True(await store.TryCreateAsync("empty", ReadOnlyMemory<byte>.Empty));
        Assert.Equal(0, (await store.TryReadAsync("empty"))!.Content.Length);
        Assert.False(await store.TryCreateAsync("empty", ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    public async Task TryCreate_Concurrent_ExactlyOneWinnerAndItsBytes()
    {
        for (int round = 0; round < 8; round++)
        {
            string path = $"race/{round}";
            bool[] won = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => Open().TryCreateAsync(path, Bytes($"writer {i}")))));
            Assert.Equal(1, won.Count(w => w));
            Assert.Equal($"writer {Array.IndexOf(won, true)}", await TextAsync(Open(), path));
        }
    }

    [Fact]
    public async Task TryReplace_NullETag_CreatesOnlyOnce()
    {
        var store = Open();
        Assert.NotNull(await store.TryReplaceAsync("m", Bytes("1"), null));
        Assert.Null(await store.TryReplaceAsync("m", Bytes("2"), null));
        Assert.Equal("1", await TextAsync(store, "m"));
    }

    [Fact]
    public async Task TryReplace_CurrentETag_ReplacesAndReturnsTheETagThatReadGives()
    {
        var store = Open();
        string first = (await store.TryReplaceAsync("m", Bytes("1"), null))!;
        Assert.Equal(first, (await store.TryReadAsync("m"))!.ETag);
        string second = (await store.TryReplaceAsync("m", Bytes("2"), first))!;
        Assert.NotEqual(first, second);
        Assert.Equal(second, (await Open().TryReadAsync("m"))!.ETag);
        Assert.Equal("2", await TextAsync(store, "m"));
    }

    [Fact]
    public async Task TryReplace_StaleETag_NullAndUnchanged()
    {
        var store = Open();
        string first = (await store.TryReplaceAsync("m", Bytes("1"), null))!;
        await store.TryReplaceAsync("m", Bytes("2"), first);
        Assert.Null(await store.TryReplaceAsync("m", Bytes("3"), first));
        Assert.Equal("2", await TextAsync(store, "m"));
    }

    [Fact]
    public async Task TryReplace_DeletedArtifact_Null()
    {
        var store = Open();
        string first = (await store.TryReplaceAsync("m", Bytes("1"), null))!;
        await store.DeleteAsync("m");
        Assert.Null(await store.TryReplaceAsync("m", Bytes("2"), first));
        Assert.Null(await store.TryReadAsync("m"));
    }

    [Fact]
    public async Task TryReplace_ConcurrentIncrements_NoneIsLost()
    {
        const int Writers = 4, Each = 5;
        await Open().TryCreateAsync("counter", Bytes("0"));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var store = Open();
            for (int done = 0; done < Each;)
            {
                var current = (await store.TryReadAsync("counter"))!;
                int value = int.Parse(Encoding.UTF8.GetString(current.Content.Span));
                if (await store.TryReplaceAsync("counter", Bytes($"{value + 1}"), current.ETag) is not null) done++;
            }
        })));
        Assert.Equal($"{Writers * Each}", await TextAsync(Open(), "counter"));
    }

    [Fact]
    public async Task Write_Existing_Replaces()
    {
        var store = Open();
        await store.WriteAsync("curves/a.csv", Bytes("long content"));
        await store.WriteAsync("curves/a.csv", Bytes("short"));
        Assert.Equal("short", await TextAsync(store, "curves/a.csv"));
    }

    [Fact]
    public async Task Write_WhileRead_ReaderSeesOnlyWholeVersions()
    {
        byte[][] versions = [.. Enumerable.Range(0, 2).Select(i => Enumerable.Repeat((byte)i, 200_000 + i).ToArray())];
        await Open().WriteAsync("w", versions[0]);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            var store = Open();
            for (int i = 1; !stop.IsCancellationRequested; i++) await store.WriteAsync("w", versions[i % 2]);
        });
        var reader = Open();
        for (int i = 0; i < 30; i++)
        {
            byte[] seen = (await reader.TryReadAsync("w"))!.Content.ToArray();
            Assert.Equal(versions[seen[0]], seen);
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public async Task Delete_ThenRead_GoneAndRepeatable()
    {
        var store = Open();
        await store.TryCreateAsync("x/y", Bytes("1"));
        await store.DeleteAsync("x/y");
        await store.DeleteAsync("x/y");
        await store.DeleteAsync("never/there");
        Assert.Null(await store.TryReadAsync("x/y"));
        Assert.True(await store.TryCreateAsync("x/y", Bytes("2")));
    }

    [Fact]
    public async Task List_Prefix_OrdinalOrderOfWholePathsWithSizes()
    {
        var store = Open();
        string[] paths = ["s/records/2", "s/records-old/1", "s/records/10", "s/Zed", "s/records/1/deep", "t/other"];
        foreach (string path in paths) await store.TryCreateAsync(path, Bytes(path));

        Assert.Equal(["s/records-old/1", "s/records/1/deep", "s/records/10", "s/records/2"], await ListAsync(Open(), "s/records"));
        Assert.Equal(["s/records/1/deep", "s/records/10", "s/records/2"], await ListAsync(Open(), "s/records/"));
        Assert.Equal(["s/records/1/deep", "s/records/10"], await ListAsync(Open(), "s/records/1"));
        Assert.Equal(paths.Order(StringComparer.Ordinal), await ListAsync(Open(), ""));
        Assert.Empty(await ListAsync(Open(), "u/"));
        Assert.Empty(await ListAsync(Open(), "../"));
        await foreach (var entry in Open().ListAsync("t/")) Assert.Equal(7, entry.Size);
    }

    [Fact]
    public async Task List_WhileOthersCreateAndDelete_ListsWhatStays()
    {
        await Open().TryCreateAsync("s/stays", Bytes("1"));
        using var stop = new CancellationTokenSource();
        var changes = Task.Run(async () =>
        {
            var store = Open();
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                await store.WriteAsync($"s/comes-{i % 4}", Bytes("2"));
                await store.DeleteAsync($"s/comes-{(i + 2) % 4}");
            }
        });
        var reader = Open();
        for (int i = 0; i < 40; i++) Assert.Contains("s/stays", await ListAsync(reader, "s/"));
        await stop.CancelAsync();
        await changes;
    }

    [Fact]
    public async Task Check_Reachable_PassesAndLeavesNothing()
    {
        await Open().CheckAsync();
        Assert.Empty(await ListAsync(Open(), ""));
    }

    [Fact]
    public async Task TryCreate_Cancelled_ThrowsAndWritesNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Open().TryCreateAsync("c", Bytes("1"), new CancellationToken(true)));
        Assert.Null(await Open().TryReadAsync("c"));
    }
}
