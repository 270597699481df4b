using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Long points go on from their checkpoints.</summary>
public sealed class CheckpointTests
{
    private static readonly string[] Often = ["--Lanes:CheckpointEverySteps=200000", "--Lanes:CheckpointEvery=01:00:00"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AllKilledHard_PointsGoOnFromTheNewestValidCheckpoint(bool damaged)
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await TestCluster.StartAsync(1, folder.Path, "", [.. Often, "--Lanes:CpuLanes=2"]);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.Long, "?batch=1");
        string[] Files() => [.. Directory.EnumerateFiles(folder.Path, "*.safetensors", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        await Eventually.IsTrueAsync(() => Task.FromResult(Files().CountBy(file => Path.GetDirectoryName(file)!).Count(point => point.Value == 2) == 2),
            TimeSpan.FromMinutes(1), "two checkpoints of both points");
        cluster.Silos[0].Signal(ServerProcess.Kill);
        await cluster.Silos[0].WaitForExitAsync(TimeSpan.FromSeconds(5));
        cluster.Remove(cluster.Silos[0]);
        if (damaged)
            foreach (var newest in Files().GroupBy(Path.GetDirectoryName).Select(point => point.Last()))
            {
                byte[] bytes = await File.ReadAllBytesAsync(newest);
                bytes[^5] ^= 1;
                await File.WriteAllBytesAsync(newest, bytes);
            }

        await cluster.AddAsync(1);
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.Long, ended, mostLost: 2);
        Assert.Equal(2, ended.Lost); // leased again, though the coordinator was lost with them
        Assert.Equal(2, Count(cluster.Log(), "goes on from step"));
        Assert.Equal(damaged ? 2 : 0, Count(cluster.Log(), "is not valid"));
        Assert.Empty(Files()); // pruned once the results are there
    }

    [Fact]
    public async Task ToldToStop_ItsPointGoesOnElsewhere_FromWhereItWas()
    {
        using var folder = new TemporaryFolder();
        string[] bySeconds = ["--Lanes:CheckpointEvery=00:00:01"];
        await using var cluster = await TestCluster.StartAsync(2, folder.Path, "", bySeconds);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.Long, "?batch=1");
        string[] Checkpointed() => [.. Directory.EnumerateFiles(folder.Path, "*.safetensors", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct()];
        await Eventually.IsTrueAsync(() => Task.FromResult(Checkpointed().Length == 2), TimeSpan.FromMinutes(1), "a checkpoint of both points, by time");
        var leaving = cluster.Silos[1];
        leaving.Signal(ServerProcess.Terminate);
        await leaving.WaitForExitAsync(TimeSpan.FromSeconds(40));
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        // Orleans ends activations that are registered with a silo that goes: each point may begin anew once, from its checkpoint.
        await Invariants.HoldAsync(cluster, Specs.Long, ended, mostLost: 2);
        Assert.InRange(Count(cluster.Log(), "goes on from step"), 1, 2);
        Assert.Empty(Checkpointed());
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
