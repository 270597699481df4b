using LayerDyn.Storage.Local;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests;

public sealed class SweepIndexTests : IDisposable
{
    private static readonly SweepId Stages = SweepId.Parse("stages-0badcafe"), Map = SweepId.Parse("map-0badcafe");

    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-index-").FullName;
    private readonly LocalArtifactStore _store;

    public SweepIndexTests() => _store = new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_StoreWithAList_ReadsOnlyThat()
    {
        await _store.WriteAsync(new SweepPaths(Stages).IndexMark, default);
        await _store.WriteAsync(new SweepPaths(Map).IndexMark, default);
        await _store.WriteAsync("index/no-sweep", default);
        await _store.WriteAsync("other-0badcafe/manifest.json", default);
        Assert.Equal([Map, Stages], await SweepIndex.ListAsync(_store));
    }

    [Fact]
    public async Task List_FoldersCopiedWithoutTheList_FindsThem()
    {
        await _store.WriteAsync(new SweepPaths(Stages).Manifest, default);
        await _store.WriteAsync("stages-0badcafe/deeper/manifest.json", default);
        await _store.WriteAsync(new SweepPaths(Map).Summary, default);
        Assert.Equal([Stages], await SweepIndex.ListAsync(_store));
    }

    [Fact]
    public async Task Has_SweepWithAndWithoutHead_SaysSo()
    {
        await _store.WriteAsync(new SweepPaths(Stages).Manifest, default);
        await _store.WriteAsync("map-0badcafe/manifest.json.old", default);
        Assert.True(await SweepIndex.HasAsync(_store, Stages));
        Assert.False(await SweepIndex.HasAsync(_store, Map));
    }
}
