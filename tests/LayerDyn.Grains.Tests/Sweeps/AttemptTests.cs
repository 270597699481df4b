using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>Where points ran, what became of their attempts, and what a silo says of them while they run.</summary>
[Collection(TestSilo.Collection)]
public sealed class AttemptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PointThatThrewBefore_HasThatAttemptBesideItsResult_AndInTheLog()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(FlakyInit).Assembly);
        var plan = Specs.Poisoned("flaky");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan, batchSize: 6);
        string name = (await silo.Grains.GetGrain<IClusterGrain>(0).GetSilosAsync())[0].Name;
        var stored = (await new ManifestStore(silo.Store, plan.Id).TryReadAsync())!.Manifest;

        Assert.Equal((6L, 0L), (status.Ledger.Finished, status.Ledger.Failed));
        Assert.Equal(new SegmentOrigin(stored.Segments[0].Points, name, 1), stored.Segments[0].OriginOf(0));
        var threw = Assert.Single(stored.Attempts);
        Assert.Equal(new AttemptEntry(PointRanges.Parse("3"), 1, AttemptOutcome.Failed, "the weights are flaky", name, threw.At), threw);
        Assert.NotNull(threw.At);
        var log = await silo.Grains.GetGrain<IClusterGrain>(0).GetLogAsync(plan.Id.Value, 3, "Debug", 100);
        Assert.Empty(log.Silent);
        Assert.Contains(log.Entries, entry => entry.Level == "Warning" && entry.Message.Contains("try 1 of point 3 threw: the weights are flaky", StringComparison.Ordinal) && entry.Silo == name);
        Assert.Contains("in segment", log.Entries[^1].Message);
        Assert.DoesNotContain((await silo.Grains.GetGrain<IClusterGrain>(0).GetLogAsync(plan.Id.Value, 2, "Debug", 100)).Entries, entry => entry.Message.Contains("point 3", StringComparison.Ordinal));
        Assert.Single((await silo.Grains.GetGrain<IClusterGrain>(0).GetLogAsync(plan.Id.Value, 3, "Debug", 1)).Entries);
        Assert.Empty((await silo.Grains.GetGrain<IClusterGrain>(0).GetLogAsync("other-00000000", 3, "Debug", 100)).Entries);
    }

    [Fact]
    public async Task PointThatIsGivenUp_SaysWhere()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(PoisonInit).Assembly);
        var plan = Specs.Poisoned();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan, batchSize: 6);
        var failure = Assert.Single((await new ManifestStore(silo.Store, plan.Id).TryReadAsync())!.Manifest.Failures);

        Assert.Equal((3L, 3, "the weights are poisoned"), (failure.Index, failure.Attempts, failure.Message));
        Assert.Equal((await silo.Grains.GetGrain<IClusterGrain>(0).GetSilosAsync())[0].Name, failure.Silo);
        var log = await silo.Grains.GetGrain<IClusterGrain>(0).GetLogAsync(plan.Id.Value, 3, "Debug", 100);
        Assert.Contains(log.Entries, entry => entry.Message.Contains("failed after 3 tries", StringComparison.Ordinal));
    }

    // Its shard closes itself when no point is pending: here at once, between whatever opens it and whatever follows.
    [Fact]
    public async Task Retry_OfAShardThatIsJustAboutToClose_TriesAgain()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(PoisonInit).Assembly);
        var plan = Specs.Poisoned();
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.WatchEvery = TimeSpan.FromMilliseconds(1));
        await silo.RunAsync(plan, batchSize: 6);
        for (int round = 1; round <= 20; round++)
        {
            await silo.Sweep(plan).RetryFailedAsync();
            Assert.Equal(1, (await silo.EndedAsync(plan)).Ledger.Failed);
            Assert.Equal(round, (await new ManifestStore(silo.Store, plan.Id).ReadAsync()).Manifest.Attempts.Count); // of the rounds before
        }
    }

    [Fact]
    public async Task BatchInASlot_SaysItsPointsAndHowFarItIs()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(SlowInit).Assembly);
        var plan = Specs.Poisoned("slow");
        await using var silo = await TestSilo.StartAsync(_folder.Path, lanes: 1);
        var sweep = silo.Sweep(plan);
        await sweep.StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 6));
        await SlowInit.Reached;
        var cluster = silo.Grains.GetGrain<IClusterGrain>(0);
        var running = (await cluster.GetSilosAsync())[0].Slots[0].Running!;
        SlowInit.Release();
        await foreach (var status in sweep.WatchAsync())
            if (status.IsIdle) break;

        Assert.Equal((plan.Id.Value, "0-5", 1, 60L, 0L), (running.SweepId, running.Points.ToString(), running.Number, running.Steps, running.StepsDone));
    }
}
