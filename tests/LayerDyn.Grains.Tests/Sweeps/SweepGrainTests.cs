using LayerDyn.Contracts.Scheduling;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Scheduling;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Local;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

[Collection(TestSilo.Collection)]
public sealed class SweepGrainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sweep_RunToItsEnd_CommitsEveryPointOnceAndDrawsItsCurves()
    {
        var plan = Specs.HeatMap();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan);

        Assert.Equal(SweepState.Completed, status.State);
        Assert.Equal(("", 36L, 0L), (status.Message, status.Ledger.Finished, status.Ledger.Remaining));
        Assert.Equal(36, (await silo.ResultsAsync(plan)).Count);
        foreach (string file in (string[])["spec.yaml", "resolved.yaml", "summary.json", "curves/kernel-distance.csv", "curves/kernel-distance.json", "curves/kernel-distance.png", "curves/kernel-distance.svg"])
            Assert.NotNull(await silo.Store.TryReadAsync($"{plan.Id}/{file}"));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(2, 5)]
    public async Task Records_WithOtherLanesAndBatches_AreTheSameBytes(int lanes, int batchSize)
    {
        var plan = Specs.HeatMap();
        using var other = new TemporaryFolder();
        await using var reference = await TestSilo.StartAsync(_folder.Path);
        await reference.RunAsync(plan);
        await using var silo = await TestSilo.StartAsync(other.Path, lanes);
        await silo.RunAsync(plan, batchSize);

        Assert.Equal(await reference.ResultsAsync(plan), await silo.ResultsAsync(plan));
    }

    [Fact]
    public async Task Sweep_StartedAgainInAnotherProcess_ComputesNothing()
    {
        var plan = Specs.HeatMap();
        await using (var first = await TestSilo.StartAsync(_folder.Path)) await first.RunAsync(plan);
        await using var second = await TestSilo.StartAsync(_folder.Path);
        var status = await second.RunAsync(plan);

        Assert.Equal((SweepState.Completed, 36L), (status.State, status.FromStore));
    }

    [Fact]
    public async Task Sweep_PausedAndStartedAgain_ComputesOnlyTheRestAndGivesTheSameBytes()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(GatedInit).Assembly);
        GatedInit.Close();
        var plan = Specs.Gated();
        using var other = new TemporaryFolder();
        SweepStatus paused;
        await using (var first = await TestSilo.StartAsync(_folder.Path))
        {
            await first.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 4));
            await foreach (var status in first.Sweep(plan).WatchAsync())
                if (status.Ledger.Finished > 0) break;
            var pausing = first.Sweep(plan).PauseAsync();
            while ((await first.Sweep(plan).GetStatusAsync()).State != SweepState.Paused) await Task.Delay(1);
            while (await first.Store.TryReadAsync(new SweepPaths(plan.Id).ActiveMark) is not null) await Task.Delay(1); // its shards are told next
            GatedInit.Open(); // the pause waits for what has begun
            paused = await pausing;
            Assert.Equal(SweepState.Paused, paused.State);
            Assert.InRange(paused.Ledger.Finished, 1, 99);
        }

        await using var second = await TestSilo.StartAsync(_folder.Path);
        var ended = await second.RunAsync(plan);
        await using var undisturbed = await TestSilo.StartAsync(other.Path);
        await undisturbed.RunAsync(plan);

        Assert.Equal((SweepState.Completed, paused.Ledger.Finished), (ended.State, ended.FromStore));
        Assert.Equal(await undisturbed.ResultsAsync(plan), await second.ResultsAsync(plan));
    }

    [Fact]
    public async Task DivergingPoints_AreResultsNotFailures()
    {
        var plan = Specs.Diverging();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan);

        Assert.Equal((SweepState.Completed, 4L, 4L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Diverged, status.Ledger.Failed));
    }

    [Fact]
    public async Task PoisonPoint_IsTriedThreeTimesAndTakesNoOtherPointDown()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(PoisonInit).Assembly);
        var plan = Specs.Poisoned();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        int before = PoisonInit.Tries;
        var status = await silo.RunAsync(plan, batchSize: 6);

        Assert.Equal((SweepState.Completed, 5L, 1L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Failed, status.Ledger.Remaining));
        Assert.Equal("the weights are poisoned", status.Message);
        Assert.Equal([0L, 1, 2, 4, 5], (await silo.ResultsAsync(plan)).Keys);
        Assert.Equal(4, PoisonInit.Tries - before); // once with the batch, then three times alone
    }

    // As by `run --retry-failed` on a sweep that has ended: it is drawn when the points are pending again.
    [Fact]
    public async Task FailedPoints_RetriedWhileTheSweepIsDrawn_AreComputed()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(PoisonInit).Assembly);
        var plan = Specs.Poisoned();
        var store = new GatedStore(ArtifactStores.Open(_folder.Path), "summary.json");
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        await silo.RunAsync(plan);
        int before = PoisonInit.Tries;
        store.Hold();
        await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml));
        await store.Reached;
        await silo.Sweep(plan).RetryFailedAsync();
        store.Open();
        var status = await silo.EndedAsync(plan);

        Assert.Equal((SweepState.Completed, 5L, 1L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Failed, status.Ledger.Remaining));
        Assert.Equal(3, PoisonInit.Tries - before); // alone
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Slots_ThatASweepMayUse_AreAsManyAsItUses(int slots)
    {
        Science.Catalog.ScienceCatalog.Register(typeof(CrowdedInit).Assembly);
        await using var silo = await TestSilo.StartAsync(_folder.Path, lanes: 3, options => options.BatchesPerShard = 4); // four shards
        CrowdedInit.TakeMost();
        var status = await silo.RunAsync(Specs.Crowded(slots), batchSize: 1);

        Assert.Equal((SweepState.Completed, 16L), (status.State, status.Ledger.Finished));
        Assert.Equal(slots, CrowdedInit.TakeMost());
    }

    [Fact]
    public async Task EndedSweep_LeavesNoShardAtWork()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(Specs.HeatMap());
        int left = int.MaxValue;
        for (long began = Environment.TickCount64; left > 0 && Environment.TickCount64 - began < 20_000; await Task.Delay(50))
            left = (await silo.Grains.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics())
                .Where(grain => grain.GrainType.Contains(nameof(ShardGrain), StringComparison.Ordinal)).Sum(grain => grain.ActivationCount);

        Assert.Equal(0, left);
    }

    [Fact]
    public async Task SweepOfAnotherNumericsVersion_IsNotGoneOnWith()
    {
        var plan = Specs.HeatMap();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan);
        var before = SweepPlan.IdOf(plan.ResolvedYaml, numerics: 1); // as if an earlier build had begun it
        Directory.Move(_folder[plan.Id.Value], _folder[before.Value]);
        foreach (string manifest in (string[])["manifest.json", "shards/00000.json"])
        {
            string file = _folder[$"{before}/{manifest}"];
            var json = (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            json.Remove("sha256");
            (json["version"], json["sweepId"]) = (2, before.Value);
            if (json.ContainsKey("state")) json["state"] = "paused";
            await File.WriteAllTextAsync(file, json.ToJsonString());
        }

        var sweep = silo.Grains.GetGrain<ISweepGrain>(before.Value);
        var status = await sweep.ResumeAsync();

        Assert.Equal(SweepState.Broken, status.State);
        Assert.Contains("numerics version", status.Message);
        Assert.False(await sweep.KeepAsync());
    }

    [Fact]
    public async Task Resume_WaitsForTheFailuresOnTheirWay_AndIsNotStoppedByThem()
    {
        var plan = Specs.HeatMap();
        var store = new FillingStore(new LocalArtifactStore(_folder.Path));
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        var broken = await silo.RunAsync(plan, batchSize: 1);
        Assert.Equal(SweepState.Broken, broken.State);
        Assert.Contains("the disk is full", broken.Message);

        var resuming = silo.Sweep(plan).ResumeAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => resuming.WaitAsync(TimeSpan.FromSeconds(0.5)));
        store.Free();
        await resuming;
        var ended = await silo.RunAsync(plan);
        Assert.Equal((SweepState.Completed, 36L), (ended.State, ended.Ledger.Finished));
        Assert.Equal(36, (await silo.ResultsAsync(plan)).Count);
    }

    [Fact]
    public async Task Trouble_OfBeforeTheShardWasOpened_ArrivesLate_AndStopsNothing()
    {
        var plan = Specs.HeatMap();
        var store = new GatedStore(new LocalArtifactStore(_folder.Path), "shards/00000.json");
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        store.Hold();
        var starting = silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml));
        await store.Reached; // the sweep runs, and its shard is being opened
        Assert.Equal(SweepState.Running, (await silo.Sweep(plan).GetStatusAsync()).State);
        await silo.Sweep(plan).ShardChangedAsync(new ShardStatus { Shard = 0, Version = 7, Ledger = new(36), Trouble = "the disk is full" });
        store.Open();
        await starting;
        var ended = await silo.EndedAsync(plan);
        Assert.Equal((SweepState.Completed, "", 36L), (ended.State, ended.Message, ended.Ledger.Finished));
    }

    // Between the two it was once in neither number, and the time that was left read 0:00.
    [Fact]
    public async Task Points_WhoseResultsAreOnTheirWayToTheStore_CountAsRunning()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(GatedInit).Assembly);
        GatedInit.Close();
        var plan = Specs.Gated();
        var store = new GatedStore(new LocalArtifactStore(_folder.Path), "shards/00000.json");
        await using var silo = await TestSilo.StartAsync(_folder.Path, store: store);
        await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 100));
        var shard = silo.Grains.GetGrain<IShardGrain>($"{plan.Id}/0");
        while (GatedInit.Begun == 0) await Task.Delay(1); // the lease and its beginning are written
        store.Hold();
        GatedInit.Open();
        while (await shard.FindAsync(99) is not null) await Task.Delay(1);
        await store.Reached;
        var status = await shard.OpenAsync(new ShardOrder(PointRanges.Of(0, 100), 100, SweepPriority.Normal));
        Assert.Equal((0L, 100L), (status.Ledger.Finished, status.Running));
        Assert.Equal(status.RunningSteps, status.RunningStepsTotal);
        store.Open();
        Assert.Equal(100L, (await silo.EndedAsync(plan)).Ledger.Finished);
    }

    [Fact]
    public async Task Pause_IsNotUndoneByTheKeeper()
    {
        var plan = Specs.Trivial(100_000);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var sweep = silo.Sweep(plan);
        for (int round = 0; round < 5; round++)
        {
            if (round == 0) await sweep.StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 64));
            else await sweep.ResumeAsync();
            var pausing = sweep.PauseAsync();
            while (!pausing.IsCompleted) await sweep.KeepAsync();
            Assert.Equal(SweepState.Paused, (await pausing).State);
            Assert.False(await sweep.KeepAsync());
            Assert.Equal((SweepState.Paused, 0L), ((await sweep.GetStatusAsync()).State, (await sweep.GetStatusAsync()).Running));
        }
    }

    [Theory]
    [InlineData(13)] // its owner is at work
    [InlineData(1)] // its owner has closed it, and is gone
    public async Task Pause_OfAShardWhoseLastNewsIsOutOfDate_CountsWhatIsCommitted(int batchesPerShard)
    {
        Science.Catalog.ScienceCatalog.Register(typeof(GatedInit).Assembly);
        GatedInit.Close();
        var plan = Specs.Gated();
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.BatchesPerShard = batchesPerShard);
        var sweep = silo.Sweep(plan);
        await sweep.StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 4));
        await foreach (var status in sweep.WatchAsync())
            if (status.Ledger.Finished >= 8) break;
        await sweep.ShardChangedAsync(new ShardStatus { Shard = 0, Version = 1L << 60, Ledger = new(4 * batchesPerShard), Running = 3 });
        Assert.InRange((await sweep.GetStatusAsync()).Running, 3, 100);
        var pausing = sweep.PauseAsync();
        while (await silo.Store.TryReadAsync(new SweepPaths(plan.Id).ActiveMark) is not null) await Task.Delay(1); // its shards are told next
        GatedInit.Open();
        var paused = await pausing;

        Assert.Equal((SweepState.Paused, 0L), (paused.State, paused.Running));
        Assert.Equal((await silo.ResultsAsync(plan)).Count, paused.Ledger.Finished);
    }

    [Fact]
    public async Task HangingPoint_IsFoundGivenUpAndTakesNoOtherPointDown()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(HangingInit).Assembly);
        var plan = Specs.Poisoned("hanging");
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => (options.HangLimit, options.Hangs) = (TimeSpan.FromSeconds(2), 2));
        var status = await silo.RunAsync(plan, batchSize: 6);
        HangingInit.Release();

        Assert.Equal((SweepState.Completed, 5L, 1L, 0L), (status.State, status.Ledger.Finished, status.Ledger.Failed, status.Ledger.Remaining));
        Assert.Contains("made no step", status.Message);
        Assert.Equal([0L, 1, 2, 4, 5], (await silo.ResultsAsync(plan)).Keys);
        var stored = (await new ManifestStore(silo.Store, plan.Id).TryReadAsync())!.Manifest;
        Assert.Equal([("0-5", 1), ("3", 2), ("3", 3)], stored.Attempts.Select(attempt => (attempt.Points.ToString(), attempt.Attempt)));
        Assert.All(stored.Attempts, attempt => Assert.Equal(AttemptOutcome.Hung, attempt.Outcome));
        Assert.All([0L, 1, 2, 4, 5], index => Assert.Equal(2, Assert.Single(stored.Segments).OriginOf(index).Attempt));
    }

    [Fact]
    public async Task HundredThousandTrivialPoints_KeepFlatMemory()
    {
        const int points = 100_000;
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        long before = 0, least = long.MaxValue;
        // A leak grows with every sweep. Buffers of pools are kept for the next one at some ends and let go at others,
        // so the sweep that leaves least behind is the one that counts.
        for (int round = 0; round < 5 && (round < 2 || least > 500L * points); round++)
        {
            var status = await silo.RunAsync(Specs.Trivial(points - round));
            Assert.Equal((SweepState.Completed, (long)points - round), (status.State, status.Ledger.Finished));
            long kept = GC.GetTotalMemory(forceFullCollection: true);
            if (round > 0) least = Math.Min(least, kept - before);
            before = kept;
        }

        Assert.InRange(least, long.MinValue, 500L * points);
    }
}
