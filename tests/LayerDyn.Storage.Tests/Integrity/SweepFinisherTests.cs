using LayerDyn.Science.Training;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Storage.Records;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Storage.Tests.Integrity;

public sealed class SweepFinisherTests : IDisposable
{
    private static readonly SweepPlan Plan = SweepPlan.Load("""
        name: finished
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 10
        measure: { at: [0, 10], observables: [loss] }
        axes: { lambda: { linspace: [-9, 9, 40], sets: init.lambda } }
        """);

    private static readonly SweepHead Head = new() { SweepId = Plan.Id, PointCount = 40, BatchSize = 4, ShardSize = 20 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Finish_SegmentsThatLieAcrossEachOther_AreMergedInOrderOfPoints()
    {
        var store = await StoreAsync("a", [[3, 5, 12], [0, 1, 2], [4, 6, 7, 8, 9, 10, 11], [.. Enumerable.Range(13, 7)], [.. Enumerable.Range(20, 20)]]);
        Assert.Empty(await new SweepFinisher(store, Plan).FinishAsync(Head));

        var stored = await new ManifestStore(store, Plan.Id).ReadAsync();
        Assert.Equal(["0-19", "20-39"], stored.Manifest.Segments.Select(segment => segment.Points.ToString()));
        Assert.Equal(new SegmentOrigin(PointRanges.Parse("3,5,12"), "silo-0", 1), stored.Manifest.Segments[0].OriginOf(5));
        var results = await new RecordReader(store).ReadAsync(Plan.Id, stored.Manifest.Segments[0], default);
        Assert.Equal(Enumerable.Range(0, 20).Select(index => (long)index), results.Select(result => result.Index));
        Assert.Equal(7.5, results[7].Records[1, 0]);
    }

    [Fact]
    public async Task CommittedPoints_ReadWhileTheyAreMerged_ComeInOrderAndOnce()
    {
        var store = await StoreAsync("a", [[3, 5, 12], [0, 1, 2], [4, 6, 7, 8, 9, 10, 11], [.. Enumerable.Range(13, 7)], [.. Enumerable.Range(20, 4)], [.. Enumerable.Range(24, 16)]]);
        var points = new CommittedPoints(store, Plan.Id);
        var read = new List<long>();
        await foreach (var point in points.ReadAsync())
        {
            read.Add(point.Index);
            if (read.Count == 2) Assert.Empty(await new SweepFinisher(store, Plan).FinishAsync(Head));
            Assert.Equal(point.Index + 0.5, point.Records[1, 0]);
        }

        Assert.Equal(Enumerable.Range(0, 40).Select(index => (long)index), read);
        Assert.Empty(points.Damaged);
    }

    [Fact]
    public async Task CommittedPoints_OfADamagedSegment_ArePassedOver()
    {
        var store = await StoreAsync("a", [[0, 1, 2], [.. Enumerable.Range(3, 17)], [.. Enumerable.Range(20, 20)]]);
        File.Delete(Directory.GetFiles(_folder[$"a/{Plan.Id}/segments"], "00000003-*.records.parquet").Single());
        var points = new CommittedPoints(store, Plan.Id, index => index % 10 == 0);
        Assert.Equal([0, 20, 30], (await points.ReadAsync().ToListAsync()).Select(point => point.Index));
        Assert.Equal("3-19", Assert.Single(points.Damaged).Segment.Points.ToString());
        Assert.Equal([0L, 1L], (await new CommittedPoints(store, Plan.Id, index => index < 2).ReadAsync().ToListAsync()).Select(point => point.Index));
    }

    [Fact]
    public async Task Finish_ByManyAtOnce_LeavesWhatOneLeaves()
    {
        int[][] batches = [.. Enumerable.Range(0, 10).Select(batch => Enumerable.Range(4 * batch, 4).ToArray())];
        var alone = await StoreAsync("alone", batches);
        await new SweepFinisher(alone, Plan).FinishAsync(Head);
        var shared = await StoreAsync("shared", batches);
        var damaged = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new SweepFinisher(new LocalArtifactStore(_folder["shared"]), Plan).FinishAsync(Head))));

        Assert.All(damaged, Assert.Empty);
        Assert.True((await new SweepAudit(shared, Plan.Id).RunAsync(deep: true)).IsSound);
        Assert.Equal(Files("alone"), Files("shared"));
        string[] Files(string folder) => [.. Directory.GetFiles(_folder[$"{folder}/{Plan.Id}"], "*.parquet", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(_folder[folder], file) + SegmentFile.Of(File.ReadAllBytes(file)).Sha256).Order()];
    }

    [Fact]
    public async Task Finish_DamagedSegment_MakesItsPointsPendingAndMergesNothingOfItsShard()
    {
        var store = await StoreAsync("a", [[0, 1, 2], [.. Enumerable.Range(3, 17)], [.. Enumerable.Range(20, 20)]]);
        string damaged = Directory.GetFiles(_folder[$"a/{Plan.Id}/segments"], "00000000-*.records.parquet").Single();
        await File.WriteAllBytesAsync(damaged, [.. (await File.ReadAllBytesAsync(damaged)).Select((value, at) => at == 100 ? (byte)~value : value)]);
        var found = await new SweepFinisher(store, Plan).FinishAsync(Head);

        Assert.Contains("SHA-256", Assert.Single(found).Damage);
        var stored = await new ManifestStore(store, Plan.Id).ReadAsync();
        Assert.Equal((3, 2), (stored.Manifest.Ledger.Remaining, stored.Manifest.Segments.Count));
        Assert.Equal([("3-19", true), ("20-39", false)], stored.Manifest.Segments.Select(segment => (segment.Points.ToString(), segment.Staged)));
    }

    [Fact]
    public async Task Verify_ManifestsDamagedOrMissing_AreBegunAnew()
    {
        var store = await StoreAsync("a", [[.. Enumerable.Range(0, 20)], [.. Enumerable.Range(20, 20)]]);
        await new SweepFinisher(store, Plan).FinishAsync(Head);
        await new SweepHeadStore(store, Plan.Id).UpdateAsync(head => head with { State = ManifestState.Completed });
        await File.WriteAllTextAsync(_folder[$"a/{Plan.Id}/shards/00000.json"], "{");
        File.Delete(_folder[$"a/{Plan.Id}/shards/00001.json"]);
        var error = await Assert.ThrowsAsync<StoreException>(() => new ManifestStore(store, Plan.Id).ReadAsync());
        Assert.Contains("--repair", error.Remedy);

        var paths = new SweepPaths(Plan.Id);
        Assert.Equal([paths.Shard(0), paths.Shard(1)], await new SweepRepair(store, Plan.Id).BeginAnewAsync());
        Assert.Equal((ManifestState.Paused, 40), ((await new ManifestStore(store, Plan.Id).ReadAsync()).Head.State, (await new ManifestStore(store, Plan.Id).ReadAsync()).Manifest.Ledger.Remaining));
    }

    [Fact]
    public async Task Read_HeadOfOtherPoints_IsRefused()
    {
        var store = await StoreAsync("a", []);
        var error = await Assert.ThrowsAsync<StoreException>(() => new ManifestStore(store, Plan.Id, 41).ReadAsync());
        Assert.Contains("40 points, the resolved spec has 41", error.Failure);
    }

    private async Task<LocalArtifactStore> StoreAsync(string folder, int[][] segments)
    {
        var store = new LocalArtifactStore(_folder[folder]);
        await new SweepHeadStore(store, Plan.Id).OpenAsync(Head);
        var writer = new RecordWriter(store);
        for (int shard = 0; shard < Head.ShardCount; shard++)
        {
            var manifests = new ShardManifestStore(store, Plan.Id, shard);
            var manifest = await manifests.TakeOverAsync(ManifestStore.Empty(Head, shard));
            var entries = new List<SegmentEntry>();
            foreach (var (points, at) in segments.Select((points, at) => (points, at)).Where(segment => segment.points[0] / (int)Head.ShardSize == shard))
            {
                var encoded = RecordWriter.Encode(Plan, [.. points.Select(Result)]);
                await writer.WriteAsync(encoded, staged: true, default);
                entries.Add(encoded.Entry(PointRanges.Of(points.Select(index => (long)index)), points.Length, 0) with { Staged = true, Silo = $"silo-{at}", Attempt = 1 });
            }

            Assert.NotNull(await manifests.TryCommitAsync(manifest, manifest.Manifest.With(entries)));
        }

        return store;
    }

    private static PointResult Result(int index)
    {
        var records = new MeasurementTable([.. Plan.Columns], 2);
        records.Add(0, [.. Plan.Columns.Select(_ => 1.0)]);
        records.Add(10, [.. Plan.Columns.Select(_ => index + 0.5)]);
        return new PointResult(index, OutcomeStatus.Finished, 10, records);
    }
}
