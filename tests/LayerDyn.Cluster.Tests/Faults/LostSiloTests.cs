using LayerDyn.Api.Sweeps;
using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Silos that die, freeze, leave and join.</summary>
public sealed class LostSiloTests
{
    // What one silo holds: a batch on its lane and one waiting, and one whose commit was on its way, for each of three silos' shard
    // news that may be lost with a coordinator, and some more where the disk is slow.
    private const long MostLost = 12 * Specs.Batch;

    [Theory]
    [InlineData(0, 0)] // the silo that took the submission, at the start
    [InlineData(0, 200)] // in the middle
    [InlineData(1, 200)]
    [InlineData(2, 500)]
    public async Task KilledHard_ItsPointsRunElsewhere(int victim, int after)
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= after && view.Running > 0);
        var survivor = cluster.Silos[(victim + 1) % 3];
        string held = "";
        await Eventually.IsTrueAsync(async () => (held = await HeldAsync(survivor, cluster.Silos[victim])).Length > 0, TimeSpan.FromSeconds(10), "a batch in a slot of the silo");
        cluster.Silos[victim].Signal(ServerProcess.Kill);
        await cluster.Silos[victim].WaitForExitAsync(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync(async () => await WaitingAsync(survivor, sweep.Id, held) == 0, TimeSpan.FromSeconds(15), $"points {held} in a slot elsewhere, or done");
        await EndsWellAsync(cluster, sweep);
    }

    [Fact]
    public async Task FrozenAndThawed_ItsLateWorkChangesNothing()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        var frozen = cluster.Silos[2];
        cluster.Silos.Remove(frozen);
        frozen.Signal(ServerProcess.Stop);
        await Eventually.IsTrueAsync(async () => (await cluster.Silos[0].Api.ClusterAsync()).Silos.Count == 2, TimeSpan.FromSeconds(30), "the frozen silo's eviction");
        frozen.Signal(ServerProcess.Continue);
        await EndsWellAsync(cluster, sweep);
        await frozen.WaitForExitAsync(TimeSpan.FromMinutes(1)); // it was voted out, and ends itself
        frozen.Dispose();
    }

    [Fact]
    public async Task ToldToStop_HandsItsPointsOverAndLeavesInTime()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        string leaving = (await cluster.Silos[0].Api.ClusterAsync()).Silos.Single(cluster.Silos[1].Is).Name;
        cluster.Silos[1].Signal(ServerProcess.Terminate);
        await cluster.Silos[1].WaitForExitAsync(TimeSpan.FromSeconds(40));
        await EndsWellAsync(cluster, sweep);
        // It gave its batches back itself. Of the other two, those begin anew whose grains were registered with it, as Orleans has it.
        var attempts = (await new ManifestStore(cluster.Store, SweepPlan.Load(Specs.HeatMap).Id).TryReadAsync())!.Manifest.Attempts;
        Assert.DoesNotContain(attempts, attempt => attempt.Outcome == AttemptOutcome.Lost && attempt.Silo == leaving);
    }

    [Fact]
    public async Task Joining_GetsWorkWithinSeconds()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Running > 0);
        await cluster.AddAsync(1);
        await Eventually.IsTrueAsync(
            async () => (await cluster.Silos[0].Api.ClusterAsync()).Silos.Count(silo => silo.Slots.Any(slot => slot.Running is not null)) == 2,
            TimeSpan.FromSeconds(10), "work on the new silo");
        await EndsWellAsync(cluster, sweep);
    }

    [Fact]
    public async Task AllKilledHard_TheSweepGoesOnByItself()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 200);
        foreach (var silo in cluster.Silos.ToList())
        {
            silo.Signal(ServerProcess.Kill);
            cluster.Remove(silo);
        }

        await cluster.AddAsync(2);
        var ended = await EndsWellAsync(cluster, sweep);
        Assert.InRange(ended.Lost, 1, MostLost); // kept by the manifest: nobody is left who saw it
    }

    [Fact]
    public async Task KilledHardWithTheCoordinator_WhatWasLostIsCountedAndKept()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        await KillAsync(cluster);
        await cluster.AddAsync(1);
        var first = await cluster.WaitAsync(sweep.Id, view => view.Lost > 0 && view.Finished >= 400);
        await KillAsync(cluster);
        await cluster.AddAsync(1);
        var ended = await EndsWellAsync(cluster, sweep);
        Assert.InRange(ended.Lost, first.Lost + 1, MostLost);
        Assert.Equal(ended.Lost, (await cluster.Silos[0].Api.ListAsync()).Single().Lost); // from the store

        static async Task KillAsync(TestCluster cluster)
        {
            var silo = cluster.Silos[0];
            silo.Signal(ServerProcess.Kill);
            await silo.WaitForExitAsync(TimeSpan.FromSeconds(5));
            cluster.Remove(silo);
        }
    }

    /// <summary>The points of the batches in the slots of a silo.</summary>
    private static async Task<string> HeldAsync(SiloProcess asked, SiloProcess holder)
    {
        var silo = (await asked.Api.ClusterAsync()).Silos.SingleOrDefault(holder.Is);
        return silo is null ? "" : string.Join(',', silo.Slots.Where(slot => slot.Running is not null).Select(slot => slot.Running!.Points));
    }

    /// <summary>How many of the points wait; while the silo cannot say, all.</summary>
    private static async Task<int> WaitingAsync(SiloProcess asked, string sweep, string points)
    {
        try
        {
            return await asked.Api.WaitingAsync(sweep, points).WaitAsync(TimeSpan.FromSeconds(2)); // one asked of the lost silo has no answer
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException or TimeoutException)
        {
            return int.MaxValue;
        }
    }

    private static async Task<SweepView> EndsWellAsync(TestCluster cluster, SweepView sweep)
    {
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, MostLost);
        return ended;
    }
}
