using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Curves;

/// <summary>Curves are folded by all silos, not by the one that the aggregator lives on.</summary>
public sealed class SharedFoldTests
{
    [Fact]
    public async Task SweepOnTwoSilos_BothFoldSegments_AndTheCurvesAreThoseOfOne()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, mostLost: 0);
        double[] folded = await Task.WhenAll(cluster.Silos.Select(silo => silo.Api.MetricAsync("layerdyn_aggregator_segments_total")));
        Assert.All(folded, segments => Assert.NotEqual(0, segments));
        Assert.True(folded.Sum() >= 900 / Specs.Batch, string.Join(" + ", folded));
    }
}
