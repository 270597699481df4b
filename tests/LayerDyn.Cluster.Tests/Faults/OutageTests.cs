using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Servers that go away and come back, clients that do, and disks that fill up.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task BlobStorageAway_TrainingGoesOnAndResultsCatchUp()
    {
        using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var cluster = await TestCluster.StartAsync(2, "azure:faults", azurite.ConnectionString);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?pack={Specs.Pack}");
        var before = await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        await azurite.StopAsync();
        await Task.Delay(Outage); // the outage itself, not a wait for something
        await azurite.StartAsync();

        // What was trained meanwhile is committed at once: more than the packs that were on lanes when the store went away.
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= before.Finished + (6 * Specs.Pack), seconds: 30);
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "ended" or "broken"), 4 * Specs.Pack);
    }

    [Fact]
    public async Task RedisAway_TheClusterGoesOn()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?pack={Specs.Pack}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        cluster.Membership.Kill();
        await Task.Delay(Outage);
        await cluster.Membership.StartAsync();
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "ended" or "broken"), 4 * Specs.Pack);
    }

    [Fact]
    public async Task SubmittedAgain_AfterTheClientWasCutOff_IsOneSweep()
    {
        await using var cluster = await TestCluster.StartAsync(1, null, "", "--Lanes:CpuLanes=2");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{cluster.Silos[0].HttpPort}") };
        using (var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(30)))
        using (var body = new StringContent(Specs.HeatMap, System.Text.Encoding.UTF8, "text/yaml"))
        {
            try
            {
                await client.PostAsync($"/api/v1/sweeps?pack={Specs.Pack}", body, cut.Token);
            }
            catch (OperationCanceledException)
            {
                // The client is gone; whether the cluster heard it is not known.
            }
        }

        var views = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?pack={Specs.Pack}")));
        Assert.Single(views.Select(view => view.Id).Distinct());
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(views[0].Id, view => view.State is "ended" or "broken"), 0);
    }

    [RootFact]
    public async Task DiskFull_StopsWithItsReason_AndGoesOnOnceThereIsSpace()
    {
        using var disk = new TemporaryFolder();
        await Programs.SucceedAsync("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk.Path);
        try
        {
            await using var cluster = await TestCluster.StartAsync(1, disk["store"], "", "--Lanes:CpuLanes=2");
            var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?pack={Specs.Pack}");
            var broken = await cluster.WaitAsync(sweep.Id, view => view.State is "broken" or "ended");
            Assert.Equal("broken", broken.State);
            Assert.Contains("full", broken.Message);
            await Programs.SucceedAsync("mount", "-o", "remount,size=100m", disk.Path);
            await cluster.Silos[0].Api.ActAsync(sweep.Id, "resume");
            await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "ended"), 0);
        }
        finally
        {
            await Programs.SucceedAsync("umount", disk.Path);
        }
    }
}
