using System.Net;
using System.Net.Sockets;
using System.Text;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Servers that go away and come back, clients that do, and disks that fill up.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task BlobStorageAway_TrainingGoesOnAndResultsCatchUp()
    {
        using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var cluster = await TestCluster.StartAsync(2, "azure:faults", azurite.ConnectionString);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        var before = await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        await azurite.StopAsync();
        await Task.Delay(Outage); // the outage itself, not a wait for something
        await azurite.StartAsync();

        // What was trained meanwhile is committed at once: more than the batches that were on lanes when the store went away.
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= before.Finished + (6 * Specs.Batch), seconds: 30);
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken"), 4 * Specs.Batch);
    }

    [Fact]
    public async Task KilledHard_DuringACommit_ItIsMadeOnceElsewhere()
    {
        using var azurite = new Azurite();
        await azurite.StartAsync();
        await using var cluster = await TestCluster.StartAsync(2, "azure:faults", azurite.ConnectionString);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        azurite.Signal(ServerProcess.Stop); // what is sent now is neither written nor refused
        var victim = cluster.Silos[0];
        await Eventually.IsTrueAsync(async () => await victim.Api.MetricAsync("layerdyn_upload_waiting_bytes") > 0, TimeSpan.FromSeconds(30), "a commit on its way");
        victim.Signal(ServerProcess.Kill);
        await victim.WaitForExitAsync(TimeSpan.FromSeconds(5));
        cluster.Remove(victim);
        azurite.Signal(ServerProcess.Continue);
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        const long TrainedInSilence = 20 * Specs.Batch;
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, TrainedInSilence);
        Assert.InRange(ended.Lost, 1, TrainedInSilence);
    }

    [Fact]
    public async Task RedisAway_TheClusterGoesOn()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        cluster.Membership.Kill();
        await Task.Delay(Outage);
        await cluster.Membership.StartAsync();
        await cluster.AddAsync(1); // it can be joined again
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken"), 4 * Specs.Batch);
    }

    [Fact]
    public async Task SubmittedAgain_AfterTheClientWasKilled_IsOneSweep()
    {
        await using var cluster = await TestCluster.StartAsync(1, null, "", "--Lanes:CpuLanes=2");
        using var folder = new TemporaryFolder();
        string spec = folder["spec.yaml"];
        await File.WriteAllTextAsync(spec, Specs.HeatMap);
        using var wire = new TcpListener(IPAddress.Loopback, 0);
        wire.Start();
        using (var client = new ServerProcess("dotnet", Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"),
            "submit", spec, "--batch", $"{Specs.Batch}", "--cluster", $"http://{wire.LocalEndpoint}"))
        {
            // Its request goes on to the silo; before there is an answer it is killed.
            using var asked = await wire.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromMinutes(1));
            using var silo = new TcpClient();
            await silo.ConnectAsync(IPAddress.Loopback, cluster.Silos[0].HttpPort);
            var request = new StringBuilder();
            byte[] buffer = new byte[1 << 16];
            while (!request.ToString().Contains("log10: true", StringComparison.Ordinal)) // the spec's last words
            {
                int length = await asked.GetStream().ReadAsync(buffer);
                Assert.NotEqual(0, length);
                request.Append(Encoding.UTF8.GetString(buffer, 0, length));
                await silo.GetStream().WriteAsync(buffer.AsMemory(0, length));
            }

            client.Signal(ServerProcess.Kill);
            await client.WaitForExitAsync(TimeSpan.FromSeconds(5));
        }

        var views = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}")));
        Assert.Single(views.Select(view => view.Id).Distinct());
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(views[0].Id, view => view.State is "completed" or "broken"), 0);
    }

    [RootFact]
    public async Task DiskFull_StopsWithItsReason_AndGoesOnOnceThereIsSpace()
    {
        using var disk = new TemporaryFolder();
        await Programs.SucceedAsync("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk.Path);
        try
        {
            await using var cluster = await TestCluster.StartAsync(1, disk["store"], "", "--Lanes:CpuLanes=2");
            var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
            var broken = await cluster.WaitAsync(sweep.Id, view => view.State is "broken" or "completed");
            Assert.Equal("broken", broken.State);
            Assert.Contains("full", broken.Message);
            await Programs.SucceedAsync("mount", "-o", "remount,size=100m", disk.Path);
            await cluster.Silos[0].Api.ActAsync(sweep.Id, "resume");
            await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "completed"), 0);
        }
        finally
        {
            await Programs.SucceedAsync("umount", disk.Path);
        }
    }
}
