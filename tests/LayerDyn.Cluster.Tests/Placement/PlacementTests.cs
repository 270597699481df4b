using LayerDyn.Cluster.Tests.Hosting;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Cluster.Tests.Placement;

/// <summary>Points go where the slots are.</summary>
public sealed class PlacementTests
{
    [Fact]
    public async Task SilosOfDifferentSizes_AreFilledInProportion()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var large = cluster.Launch(options: "--Lanes:CpuLanes=3");
        await large.IsReadyAsync();
        await Eventually.IsTrueAsync(async () => (await large.Api.ClusterAsync()).Silos.Sum(silo => silo.Slots.Count) == 4, TimeSpan.FromSeconds(30), "four slots");
        var sweep = await large.Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await Eventually.IsTrueAsync(
            async () => (await large.Api.ClusterAsync()).Silos.Select(silo => silo.Slots.Count(slot => slot.Running is not null)).Order().SequenceEqual([1, 3]),
            TimeSpan.FromSeconds(30), "work in every slot");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, mostLost: 0);
        long[] points = [.. (await new ManifestStore(cluster.Store, SweepPlan.Load(Specs.HeatMap).Id).TryReadAsync())!.Manifest.Segments
            .SelectMany(segment => segment.Origins!).GroupBy(origin => origin.Silo).Select(silo => silo.Sum(origin => origin.Points.Count)).Order()];
        Assert.Equal(2, points.Length);
        Assert.InRange(points[1] / (double)points[0], 1.5, 6); // three lanes against one, on cores that they share
    }

    [Fact]
    public async Task WhatNobodyHas_Waits_AndTakesNoSlot()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var api = cluster.Silos[0].Api;
        var impossible = await api.SubmitAsync(Specs.HeatMap.Replace("name: fault-heat-map", "name: on-a-gpu\nresources: { device: cuda }", StringComparison.Ordinal));
        var possible = await api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(possible.Id, view => view.State == "completed");
        var waiting = (await api.TryGetAsync(impossible.Id))!;
        Assert.Equal(("running", 0L, 0L, 900L), (waiting.State, waiting.Finished, waiting.Running, waiting.Remaining));
        await api.ActAsync(impossible.Id, "cancel");
    }
}
