using LayerDyn.Contracts.Curves;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>The files of a completed sweep are those that its manifests list, and what is damaged is computed again.</summary>
[Collection(TestSilo.Collection)]
public sealed class IntegrityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Completed_HasFewFilesAndNothingBeside_HoweverItWasPacked()
    {
        var plan = Specs.HeatMap();
        var hashes = new List<string>();
        foreach (int batch in (int[])[1, 5, 36])
        {
            string folder = _folder[$"batch-{batch}"];
            await using var silo = await TestSilo.StartAsync(folder);
            Assert.Equal(SweepState.Completed, (await silo.RunAsync(plan, batch)).State);
            var files = Directory.GetFiles(Path.Combine(folder, plan.Id.Value), "*", SearchOption.AllDirectories).Where(file => !file.Contains("/curves/")).ToList();
            Assert.Equal(7, files.Count); // manifest, shard, spec, resolved spec, summary, and one file each of records and results
            hashes.Add(string.Join(' ', files.Where(file => file.EndsWith(".parquet", StringComparison.Ordinal)).Order()
                .Select(file => Path.GetFileName(file) + SegmentFile.Of(File.ReadAllBytes(file)).Sha256)));
            Assert.True((await new SweepAudit(silo.Store, plan.Id).RunAsync(deep: true)).IsSound);
        }

        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task StoreThatLosesConfirmedWrites_EndsWithEveryPoint()
    {
        var plan = Specs.HeatMap();
        var store = new ForgetfulStore(new LocalArtifactStore(_folder.Path), every: 5, most: 7);
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        var status = await silo.RunAsync(plan, batchSize: 2);

        Assert.InRange(store.Lost, 3, int.MaxValue);
        Assert.Equal((SweepState.Completed, 36L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Remaining));
        Assert.Equal(36, (await silo.ResultsAsync(plan)).Count);
        Assert.True((await new SweepAudit(silo.Store, plan.Id).RunAsync(deep: true)).IsSound);
    }

    [Fact]
    public async Task StoreThatLosesEveryWrite_BreaksWithTheReason()
    {
        var plan = Specs.HeatMap();
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: new ForgetfulStore(new LocalArtifactStore(_folder.Path), every: 1));
        var status = await silo.RunAsync(plan, batchSize: 12);

        Assert.Equal(SweepState.Broken, status.State);
        Assert.Contains("does not keep what it has confirmed", status.Message);
    }

    [Theory]
    [InlineData("results", false)]
    [InlineData("records", false)]
    [InlineData("records", true)]
    public async Task DamagedAfterTheEnd_IsComputedAgainByTheNextRun(string folder, bool delete)
    {
        var plan = Specs.HeatMap();
        SortedDictionary<long, string> before;
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            await silo.RunAsync(plan);
            before = await silo.ResultsAsync(plan);
        }

        string file = Directory.GetFiles(_folder[$"{plan.Id}/{folder}"]).Single();
        if (delete) File.Delete(file);
        else Flip(file);
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            var curve = Assert.Single(await silo.Grains.GetGrain<ICurveGrain>(plan.Id.Value).DrawAsync());
            Assert.Equal((36L, 0L), (curve.Missing, curve.Points));
            Assert.Contains("INCOMPLETE: 36 committed points", curve.Findings[0]);
        }

        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            var status = await silo.RunAsync(plan);
            Assert.Equal((SweepState.Completed, 36L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Remaining));
            Assert.Equal(before, await silo.ResultsAsync(plan));
            Assert.True((await new SweepAudit(silo.Store, plan.Id).RunAsync(deep: true)).IsSound);
        }
    }

    [Fact]
    public async Task DamagedWhileItWasPaused_IsComputedAgainWhenItIsResumed()
    {
        var plan = Specs.HeatMap();
        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            await silo.RunAsync(plan);
        }

        var store = new LocalArtifactStore(_folder.Path);
        var stored = await new ManifestStore(store, plan.Id).ReadAsync();
        File.Delete(Directory.GetFiles(_folder[$"{plan.Id}/results"]).Single());
        var audit = await new SweepAudit(store, plan.Id).RunAsync(deep: false);
        Assert.Equal(36, Assert.Single(audit.Damaged).Points);
        await new SweepRepair(store, plan.Id).DropAsync(stored.Head, audit.Damaged);
        await new SweepRepair(store, plan.Id).PauseAsync();

        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            Assert.Equal((SweepState.Paused, 36L), ((await silo.Sweep(plan).GetStatusAsync()).State, (await silo.Sweep(plan).GetStatusAsync()).Ledger.Remaining));
            await silo.Sweep(plan).ResumeAsync();
            await foreach (var status in silo.Sweep(plan).WatchAsync())
                if (status.IsIdle) Assert.Equal((SweepState.Completed, 36L), (status.State, status.Ledger.Finished));
        }
    }

    [Fact]
    public async Task FilesThatNobodyLists_AreGoneWhenItIsCompleted()
    {
        var plan = Specs.HeatMap();
        var store = new LocalArtifactStore(_folder.Path);
        var paths = new SweepPaths(plan.Id);
        foreach (var path in (ArtifactPath[])[paths.Results("00000000-0badcafe", staged: false), paths.Records("00000003-0badcafe", staged: true)])
            await store.TryCreateAsync(path, new byte[] { 1, 2, 3 });
        string temporary = _folder[$"{plan.Id}/results/.left.tmp"];
        await File.WriteAllTextAsync(temporary, "half");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan);

        Assert.Single(Directory.GetFiles(_folder[$"{plan.Id}/results"]));
        Assert.False(Directory.Exists(_folder[$"{plan.Id}/segments"]));
        Assert.False(File.Exists(temporary));
    }

    private static void Flip(string file)
    {
        byte[] content = File.ReadAllBytes(file);
        content[content.Length / 3] ^= 4;
        File.WriteAllBytes(file, content);
    }
}
