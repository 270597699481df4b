using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Storage;
using LayerDyn.Storage.Integrity;
using LayerDyn.Storage.Manifests;

namespace LayerDyn.Grains.Tests.Sweeps;

[Collection(TestSilo.Collection)]
public sealed class DeletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DeletedSweep_IsGone_AndGivesTheSameWhenItIsRunAgain_CutOtherwise()
    {
        var plan = Specs.Seeded(2);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(plan, batchSize: 1);
        var before = await silo.ResultsAsync(plan);
        var usage = (await SweepUsage.ReadAsync(silo.Store, plan.Id)).Total;
        var deleted = (await silo.Sweep(plan).DeleteAsync())!;
        Assert.Equal((usage.Files, true), (deleted.Files, deleted.Bytes >= usage.Bytes)); // its head says who had it deleted
        Assert.Equal(SweepState.Unknown, (await silo.Sweep(plan).GetStatusAsync()).State);
        Assert.Empty(await silo.Store.ListAsync("").ToListAsync());

        var status = await silo.RunAsync(plan, batchSize: 5);
        Assert.Equal((SweepState.Completed, 0L, plan.PointCount), (status.State, status.FromStore, status.Ledger.Finished));
        Assert.Equal(before, await silo.ResultsAsync(plan));
    }

    [Fact]
    public async Task SweepAtWork_IsNotDeleted()
    {
        Science.Catalog.ScienceCatalog.Register(typeof(GatedInit).Assembly);
        GatedInit.Close();
        var plan = Specs.Gated();
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml, 4));
        Assert.Null(await silo.Sweep(plan).DeleteAsync());
        Assert.Equal(default, (await silo.Sweep(plan).CleanAsync(dryRun: false)).Files);
        GatedInit.Open();
        Assert.Equal(SweepState.Completed, (await silo.EndedAsync(plan)).State);
        Assert.NotNull(await silo.Sweep(plan).DeleteAsync());
    }

    // Whoever takes results of it copies them: what it has by then stays, and what it has not is computed.
    [Fact]
    public async Task SweepThatTakesResultsOfOneThatIsDeleted_IsWhole()
    {
        var first = Specs.Seeded(8, 12);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        for (int round = 0; round < 4; round++)
        {
            await silo.RunAsync(first, batchSize: 2);
            var second = Specs.Seeded(9, 12, $"another-{round}");
            var taking = silo.RunAsync(second);
            Assert.NotNull(await silo.Sweep(first).DeleteAsync());
            var status = await taking;
            Assert.Equal((SweepState.Completed, second.PointCount), (status.State, status.Ledger.Finished));
            Assert.True((await new SweepAudit(silo.Store, second.Id).RunAsync(deep: true)).IsSound);
            await silo.Sweep(second).DeleteAsync(); // so that the first computes its points again
        }
    }

    [Fact]
    public async Task DeletionWhoseSiloWasLost_IsFinishedByTheCluster()
    {
        var plan = Specs.Seeded(2);
        await using (var earlier = await TestSilo.StartAsync(_folder.Path))
        {
            await earlier.RunAsync(plan);
            await new SweepDeletion(earlier.Store, plan.Id).BeginAsync(new SweepAction(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), "deleted"));
        }

        await using var silo = await TestSilo.StartAsync(_folder.Path);
        Assert.False(await silo.Sweep(plan).KeepAsync());
        await silo.Sweep(plan).CleanAsync(dryRun: true); // waits for it
        Assert.Empty(await silo.Store.ListAsync("").ToListAsync());
    }

    [Fact]
    public async Task Retention_IsOfWhatIsDoneAndOld()
    {
        var (old, paused, young) = (Specs.Seeded(1, 4, "old"), Specs.Seeded(1, 4, "paused"), Specs.Seeded(1, 4, "young"));
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        foreach (var plan in new[] { old, paused, young }) await silo.RunAsync(plan);
        await new SweepHeadStore(silo.Store, paused.Id).UpdateAsync(head => head with { State = ManifestState.Paused });
        var now = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var plan in new[] { old, paused }) File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, new SweepPaths(plan.Id).Manifest.Value), now.UtcDateTime.AddDays(-91));
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Path, new SweepPaths(young.Id).Manifest.Value), now.UtcDateTime.AddDays(-89));

        Assert.Equal([old.Id], await new Retention(silo.Store).OverAsync(TimeSpan.FromDays(90), now));
    }
}
