using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Silos of different code versions in one cluster.</summary>
public sealed class UpgradeTests
{
    [Fact]
    public async Task RollingRestart_ToMessagesWithMoreFields_LosesNothing()
    {
        using var next = await NextVersion.BuildAsync();
        await using var cluster = await TestCluster.StartAsync(2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        foreach (var old in cluster.Silos.ToList())
        {
            await cluster.Launch(next.Program).IsReadyAsync();
            old.Signal(ServerProcess.Terminate);
            await old.WaitForExitAsync(TimeSpan.FromSeconds(60));
        }

        Assert.Equal(2, cluster.Running().Length);
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, 8 * Specs.Batch);
        foreach (string trouble in (string[])["CodecNotFound", "UnknownWellKnownType", "FieldIdNotPresent", "SerializerException"]) Assert.DoesNotContain(trouble, cluster.Log());
    }
}
