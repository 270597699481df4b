using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

[Collection(TestSilo.Collection)]
public sealed class RefinementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Refined_RunsTheBoundaryOfTheDenseGridAlone_WithTheSameBytes()
    {
        var (refined, dense) = (Map("refined", true), Map("dense", false));
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(refined);
        await using var other = await TestSilo.StartAsync(_other.Path);
        await other.RunAsync(dense);
        var (found, all) = (await silo.ResultsAsync(refined), await other.ResultsAsync(dense));

        Assert.Equal((SweepState.Completed, 0L, (long)found.Count, (long)found.Count), (status.State, status.Ledger.Remaining, status.Ledger.Finished, status.Ledger.Expected));
        Assert.InRange(found.Count, 100, 400);
        Assert.All(found, result => Assert.Equal(all[result.Key], result.Value));
        var head = (await new SweepHeadStore(silo.Store, refined.Id).TryReadAsync())!;
        Assert.Equal(found.Keys, head.Chosen!.Points);
        Assert.Contains(head.History, action => action is { What: "refined", By: "" });
        Assert.Equal(found.Count, (await new ManifestStore(silo.Store, refined.Id, refined.PointCount).ReadAsync()).Manifest.Ledger.Finished);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    public async Task Refined_WithOtherLanesAndBatches_RunsTheSamePoints(int lanes, int batchSize)
    {
        var plan = Map("refined", true);
        await using var reference = await TestSilo.StartAsync(_folder.Path);
        await reference.RunAsync(plan);
        // Many shards, opened again and again while rounds are chosen: orders of the round before arrive late.
        await using var silo = await TestSilo.StartAsync(_other.Path, lanes, options => (options.BatchesPerShard, options.RenewEvery) = (3, TimeSpan.FromMilliseconds(2)));
        await silo.RunAsync(plan, batchSize);

        Assert.Equal(await reference.ResultsAsync(plan), await silo.ResultsAsync(plan));
    }

    [Fact]
    public async Task Refined_StoppedInARoundAndResumedElsewhere_RunsTheSamePoints()
    {
        var plan = Map("refined", true);
        await using var reference = await TestSilo.StartAsync(_other.Path);
        await reference.RunAsync(plan);
        long first = 0, paused = 0;
        await using (var silo = await TestSilo.StartAsync(_folder.Path, lanes: 1))
        {
            first = (await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, BatchSize: 1))).Ledger.Expected;
            await foreach (var status in silo.Sweep(plan).WatchAsync())
                if (status.State == SweepState.Paused) paused = status.Ledger.Expected;
                else if (status.Ledger.Expected > first) await silo.Sweep(plan).PauseAsync();
        }

        await using var second = await TestSilo.StartAsync(_folder.Path);
        var resumed = await second.RunAsync(plan);

        Assert.Equal(SweepState.Completed, resumed.State);
        Assert.InRange(paused, first + 1, resumed.Ledger.Expected);
        Assert.Equal(await reference.ResultsAsync(plan), await second.ResultsAsync(plan));
    }

    [Fact]
    public async Task Refined_AfterItsDenseGrid_ComputesNothing()
    {
        var plan = Map("refined", true);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(Map("dense", false));
        var status = await silo.RunAsync(plan);

        Assert.Equal((SweepState.Completed, status.Ledger.Expected, status.Ledger.Expected), (status.State, status.Shared, status.Ledger.Finished));
        Assert.InRange(status.Ledger.Expected, 100, 400);
    }

    [Fact]
    public async Task Refined_WhoseShardsHaveNothingChosen_IsWhole()
    {
        var plan = Map("refined", true);
        await using var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.BatchesPerShard = 2);
        await silo.RunAsync(plan, batchSize: 2);
        var head = (await new SweepHeadStore(silo.Store, plan.Id).TryReadAsync())!;
        Assert.Contains(Enumerable.Range(0, head.ShardCount), shard => head.ChosenOf(shard)!.Count == 0);

        Assert.Empty(await new SweepRepair(silo.Store, plan.Id).BeginAnewAsync());
        Assert.Equal(ManifestState.Completed, (await new SweepHeadStore(silo.Store, plan.Id).TryReadAsync())!.State);
    }

    [Fact]
    public async Task Refined_WithAFailedPoint_ChoosesNoFurtherRound()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(PoisonInit).Assembly);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var whole = await silo.RunAsync(Poisoned(4)); // 3 alone throws
        var broken = await silo.RunAsync(Poisoned(3));

        Assert.Equal((SweepState.Completed, 9L, 0L), (whole.State, whole.Ledger.Finished, whole.Ledger.Failed));
        Assert.Equal((SweepState.Completed, 3L, 2L, 1L), (broken.State, broken.Ledger.Expected, broken.Ledger.Finished, broken.Ledger.Failed));

        static SweepPlan Poisoned(int first) => SweepPlan.Load($$"""
            name: poisoned-{{first}}
            model: { kind: deep-linear, widths: [1, 1, 1] }
            init: { kind: poison }
            task: { kind: gaussian-regression, samples: 2, whiten: true }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 10
            measure: { at: { every: 5 }, observables: [loss] }
            axes:
              value: { linspace: [{{first}}, {{first + 8}}, 9], sets: init.value }
            refine: { axes: value, of: loss, at: steepest, until: { points: 9 }, start: 2 }
            """);
    }

    [Fact]
    public async Task Refined_WhoseHeadIsBegunAnew_KeepsWhatWasChosen()
    {
        var plan = Map("refined", true);
        SweepHead before;
        await using (var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.BatchesPerShard = 3))
        {
            await silo.RunAsync(plan, batchSize: 7);
            before = (await new SweepHeadStore(silo.Store, plan.Id).TryReadAsync())!;
            await silo.Store.DeleteAsync(new SweepPaths(plan.Id).Manifest); // as a repair does with one that is damaged
        }

        await using var second = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.BatchesPerShard = 3);
        var status = await second.RunAsync(plan, batchSize: 7);

        Assert.Equal((SweepState.Completed, before.Expected, before.Expected, 0L), (status.State, status.FromStore, status.Ledger.Finished, status.Ledger.Remaining));
        Assert.Equal(before.Chosen, (await new SweepHeadStore(second.Store, plan.Id).TryReadAsync())!.Chosen);
    }

    private static SweepPlan Map(string name, bool isRefined) => SweepPlan.Load($$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true, targetDivisor: 1 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 100
        measure: { at: { every: 100 }, observables: [loss, kernel-distance] }
        axes:
          lambda: { linspace: [-4, 4, 33], sets: [init.lambda] }
          ratio: { linspace: [1, 10, 33], sets: [init.scale, task.targetDivisor] }
        {{(isRefined ? "refine: { axes: [lambda, ratio], of: kernel-distance, at: 1e-3, until: { points: 800 }, start: 4 }" : "")}}
        """);
}
