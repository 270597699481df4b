using LayerDyn.Grains.Telemetry;
using LayerDyn.Storage;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Metrics;

public sealed class MeteredArtifactStoreTests : IDisposable
{
    private const string Sweep = "toy-01234567";

    private readonly Meters _meters = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("layerdyn-metered-").FullName;
    private readonly MeteredArtifactStore _store;

    public MeteredArtifactStoreTests() => _store = new(ArtifactStores.Open(_folder), _meters.Metrics, _meters.Clock);

    [Theory]
    [InlineData("active/toy-01234567", "marks")]
    [InlineData("toy-01234567/spec.yaml", "specs")]
    [InlineData("toy-01234567/manifest.json", "manifests")]
    [InlineData("toy-01234567/shards/00000.json", "manifests")]
    [InlineData("toy-01234567/records/00000000-aabbccdd.parquet", "records")]
    [InlineData("toy-01234567/checkpoints/x/000000000010.safetensors", "checkpoints")]
    [InlineData("something", "other")]
    [InlineData("a/b/c/d", "other")]
    public async Task Artifact_IsTaggedByKind_NotByPath(string path, string kind)
    {
        using var operations = _meters.Collect<double>("layerdyn.storage.operation.duration");

        await _store.WriteAsync(path, new byte[3]);

        Assert.Equal(kind, operations.LastMeasurement!.Tags["artifact"]);
        Assert.Equal("write", operations.LastMeasurement.Tags["operation"]);
        Assert.Equal("done", operations.LastMeasurement.Tags["outcome"]);
    }

    [Fact]
    public async Task Operations_HaveOutcomesAndBytes()
    {
        using var operations = _meters.Collect<double>("layerdyn.storage.operation.duration");
        using var bytes = _meters.Collect<long>("layerdyn.storage.io");
        ArtifactPath path = $"{Sweep}/records/one.parquet";

        Assert.True(await _store.TryCreateAsync(path, new byte[100]));
        Assert.False(await _store.TryCreateAsync(path, new byte[100]));
        Assert.Equal(100, (await _store.TryReadAsync(path))!.Content.Length);
        Assert.Null(await _store.TryReadAsync($"{Sweep}/records/two.parquet"));
        Assert.Null(await _store.TryReplaceAsync(path, new byte[9], "no such version"));
        Assert.Single(await ListAsync($"{Sweep}/"));
        await _store.DeleteAsync(path);

        Assert.Equal(
            ["create done", "create declined", "read done", "read declined", "replace declined", "list done", "delete done"],
            operations.GetMeasurementSnapshot().Select(measured => $"{measured.Tags["operation"]} {measured.Tags["outcome"]}"));
        Assert.Equal([("write", 100L), ("read", 100L)], bytes.GetMeasurementSnapshot().Select(measured => ((string)measured.Tags["direction"]!, measured.Value)));
    }

    [Fact]
    public async Task Operation_ThatThrows_HasFailed()
    {
        using var operations = _meters.Collect<double>("layerdyn.storage.operation.duration");
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "where a folder is needed");

        await Assert.ThrowsAnyAsync<StoreException>(() => _store.WriteAsync("file/below", new byte[1]));

        Assert.Equal("failed", operations.LastMeasurement!.Tags["outcome"]);
    }

    [Fact]
    public void Disk_OfALocalStore_IsObserved()
    {
        long free = _meters.Observe<long>("layerdyn.storage.free")[""], size = _meters.Observe<long>("layerdyn.storage.size")[""];

        Assert.InRange(free, 1, size);
    }

    [Fact]
    public void Retries_AreCounted()
    {
        _meters.Metrics.Storage.Retried(new StoreException("the store", "is away", "wait"));

        Assert.Equal(1, _meters.Observe<long>("layerdyn.storage.retries")[""]);
    }

    [Fact]
    public void Checkpoint_ThatWasNotStored_HasNoSize()
    {
        using var size = _meters.Collect<long>("layerdyn.checkpoint.size");
        using var took = _meters.Collect<double>("layerdyn.checkpoint.duration");

        _meters.Metrics.Storage.Checkpointed(TimeSpan.FromSeconds(2), 1000, succeeded: false);
        _meters.Metrics.Storage.Checkpointed(TimeSpan.FromSeconds(1), 500, succeeded: true);
        _meters.Metrics.Storage.CheckpointReplaced(TimeSpan.FromSeconds(3));

        Assert.Equal(500, Assert.Single(size.GetMeasurementSnapshot()).Value);
        Assert.Equal(["failed", "stored", "replaced"], took.GetMeasurementSnapshot().Select(measured => measured.Tags["outcome"]));
    }

    public void Dispose()
    {
        _meters.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<List<ArtifactEntry>> ListAsync(string prefix)
    {
        var entries = new List<ArtifactEntry>();
        await foreach (var entry in _store.ListAsync(prefix)) entries.Add(entry);
        return entries;
    }
}
