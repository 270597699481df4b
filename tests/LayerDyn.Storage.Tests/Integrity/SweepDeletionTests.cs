using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Storage.Tests.Integrity;

public sealed class SweepDeletionTests : IDisposable
{
    private static readonly SweepId Id = SweepId.Parse("gone-0123abcd");
    private static readonly SweepPaths Paths = new(Id);
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Deletion_ThatEndsAnywhere_IsFoundAndFinishedByAnother(int after)
    {
        var store = await StoreAsync(ManifestState.Completed);
        var failing = new FailingStore(store, after);
        var deletion = new SweepDeletion(failing, Id);
        await deletion.BeginAsync(new SweepAction(Now.UtcDateTime, "deleted", "me"));
        await Assert.ThrowsAsync<StoreException>(() => deletion.FinishAsync());

        Assert.NotEmpty(await ListAsync(store, Paths.ActiveMark.Value)); // the cluster finds its work by it
        if (await SweepIndex.HasAsync(store, Id)) Assert.Equal(ManifestState.Deleting, (await new SweepHeadStore(store, Id).TryReadAsync())!.State);
        await new SweepDeletion(store, Id).FinishAsync();
        Assert.Empty(await ListAsync(store, ""));
        Assert.False(Directory.Exists(_folder[$"a/{Id}"]));
    }

    [Fact]
    public async Task Usage_AddsUpByKind()
    {
        var store = await StoreAsync(ManifestState.Completed);
        var usage = await SweepUsage.ReadAsync(store, Id);
        Assert.Equal((new FileTotal(1, 5), new FileTotal(1, 7), new FileTotal(1, 3)), (usage.Results, usage.Checkpoints, usage.Curves));
        Assert.Equal((await ListAsync(store, Paths.Root)).Count, usage.Total.Files);
        Assert.Equal(usage.Total, (await new SweepDeletion(store, Id).FinishAsync()));
    }

    [Fact]
    public async Task Cleaning_OfACompletedSweep_DeletesWhatIsOldAndListedNowhere()
    {
        var store = await StoreAsync(ManifestState.Completed);
        await store.TryCreateAsync(Paths.Records("new", staged: true), new byte[9]);
        Age("records/left.parquet", "checkpoints/p/000000000001.safetensors", "curves/a.csv", "manifest.json");
        var before = await ListAsync(store, "");
        Assert.Equal(new FileTotal(2, 12), await new SweepCleaning(store, Id).RunAsync(Now, dryRun: true));
        Assert.Equal(before, await ListAsync(store, ""));
        Assert.Equal(new FileTotal(2, 12), await new SweepCleaning(store, Id).RunAsync(Now, dryRun: false));
        Assert.Equal(["left.parquet", "000000000001.safetensors"], before.Except(await ListAsync(store, "")).Select(path => path.Name).OrderDescending());
    }

    [Theory]
    [InlineData(ManifestState.Active)]
    [InlineData(ManifestState.Paused)]
    [InlineData(ManifestState.Cancelled)]
    public async Task Cleaning_OfASweepThatIsNotCompleted_LeavesEverything(ManifestState state)
    {
        var store = await StoreAsync(state);
        Age("records/left.parquet", "checkpoints/p/000000000001.safetensors", "curves/a.csv");
        Assert.Equal(default, await new SweepCleaning(store, Id).RunAsync(Now, dryRun: false));
    }

    [Fact]
    public async Task Cleaning_OfWhatIsLeftOfADeletedSweep_DeletesFilesAndMarks()
    {
        var store = await StoreAsync(ManifestState.Completed);
        foreach (var path in (ArtifactPath[])[Paths.Manifest, Paths.Resolved]) await store.DeleteAsync(path);
        Age("records/left.parquet", "checkpoints/p/000000000001.safetensors", "curves/a.csv", "shards/00000.json");
        File.SetLastWriteTimeUtc(_folder[$"a/index/{Id}"], (Now - TimeSpan.FromDays(1)).UtcDateTime);
        Assert.Equal([Id], await SweepIndex.ListTracesAsync(store));
        Assert.Equal(5, (await new SweepCleaning(store, Id).RunAsync(Now, dryRun: false)).Files);
        Assert.Empty(await ListAsync(store, ""));
    }

    [Fact]
    public async Task Cleaning_OfADeletionThatEnded_FinishesIt()
    {
        var store = await StoreAsync(ManifestState.Completed);
        await new SweepDeletion(store, Id).BeginAsync(new SweepAction(Now.UtcDateTime, "deleted"));
        Assert.NotEqual(0, (await new SweepCleaning(store, Id).RunAsync(Now, dryRun: false)).Files);
        Assert.Empty(await ListAsync(store, ""));
    }

    private static async Task<List<ArtifactPath>> ListAsync(IArtifactStore store, string prefix) => await store.ListAsync(prefix).Select(entry => entry.Path).ToListAsync();

    private void Age(params string[] files)
    {
        foreach (string file in files) File.SetLastWriteTimeUtc(_folder[$"a/{Id}/{file}"], (Now - TimeSpan.FromDays(1)).UtcDateTime);
    }

    // Two points, settled without results, so that no segment is listed.
    private async Task<LocalArtifactStore> StoreAsync(ManifestState state)
    {
        var store = new LocalArtifactStore(_folder["a"]);
        var head = new SweepHead { SweepId = Id, PointCount = 2, BatchSize = 2, ShardSize = 2, State = state };
        await new SweepHeadStore(store, Id).OpenAsync(head);
        var manifests = new ShardManifestStore(store, Id, 0);
        var manifest = await manifests.TakeOverAsync(ManifestStore.Empty(head, 0));
        if (state == ManifestState.Completed) await SettleAsync(manifests, manifest);
        foreach (var (path, bytes) in new (ArtifactPath, int)[] { (Paths.Resolved, 2), (Paths.Records("left", staged: false), 5), (Paths.Root + "checkpoints/p/000000000001.safetensors", 7), (Paths.Curve("a", "csv"), 3), (Paths.IndexMark, 1) })
            Assert.True(await store.TryCreateAsync(path, new byte[bytes]));
        return store;
    }

    private static async Task SettleAsync(ShardManifestStore manifests, StoredManifest manifest)
    {
        var encoded = new SegmentEntry("none", PointRanges.Of(0, 2), 2, 0);
        Assert.NotNull(await manifests.TryCommitAsync(manifest, manifest.Manifest.With([encoded])));
    }

    private sealed class FailingStore(IArtifactStore inner, int after) : DelegatingArtifactStore(inner)
    {
        private int _left = after;

        public override Task DeleteAsync(ArtifactPath path, CancellationToken cancellationToken = default) =>
            --_left < 0 ? throw new StoreException("the store", "is away", "try again") : base.DeleteAsync(path, cancellationToken);
    }
}
