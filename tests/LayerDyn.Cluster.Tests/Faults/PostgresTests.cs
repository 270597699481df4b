using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Membership in PostgreSQL: the silos make their tables, and lose each other as they do with Redis.</summary>
public sealed class PostgresTests
{
    [Fact]
    public async Task KilledHard_ItsPointsRunElsewhere()
    {
        await using var cluster = await TestCluster.StartAsync(new PostgresServer(), 2); // both at once on an empty database
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        var killed = cluster.Silos[0];
        killed.Signal(ServerProcess.Kill);
        cluster.Remove(killed);
        await cluster.AddAsync(1); // the tables are there already
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, 8 * Specs.Batch);
    }

    [Fact]
    public async Task Away_TheClusterGoesOn()
    {
        await using var cluster = await TestCluster.StartAsync(new PostgresServer(), 2);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        var before = await cluster.WaitAsync(sweep.Id, view => view.Finished >= 100);
        cluster.Membership.Kill();
        await cluster.WaitAsync(sweep.Id, view => view.Finished > before.Finished);
        await cluster.Membership.StartAsync();
        await cluster.AddAsync(1); // it can be joined again
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, 4 * Specs.Batch);
    }
}
