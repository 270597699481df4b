using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Two clusters that know nothing of each other, over one store.</summary>
public sealed class SharedStoreTests
{
    // They take the shard from each other, and compute points of the other again: what must hold is what comes of it.
    private const long Unbounded = long.MaxValue;

    [Fact]
    public async Task OneSweepOnTwoClusters_HasEachPointOnce()
    {
        using var folder = new TemporaryFolder();
        await using var one = await TestCluster.StartAsync(1, folder["store"]);
        await using var other = await TestCluster.StartAsync(1, folder["store"]);
        var sweep = await one.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await one.WaitAsync(sweep.Id, view => view.Finished >= 100);
        await other.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");

        var ended = await Task.WhenAll(((TestCluster[])[one, other]).Select(cluster => cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken")));
        await Invariants.HoldAsync(one, Specs.HeatMap, ended[0], Unbounded);
        await Invariants.HoldAsync(other, Specs.HeatMap, ended[1], Unbounded);
    }

    [Fact]
    public async Task WritesThatWereConfirmedAndLost_AreMadeAgain()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await TestCluster.StartAsync(2, folder["store"]);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 200);
        string[] confirmed = Directory.GetFiles(folder["store"], "*.parquet", SearchOption.AllDirectories);
        Assert.True(confirmed.Length > 8);
        foreach (string file in confirmed.Order(StringComparer.Ordinal).Where((_, i) => i % 4 == 0)) File.Delete(file);
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken"), 0);
    }
}
