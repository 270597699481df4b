using System.Diagnostics;
using LayerDyn.Cluster.Tests.Hosting;
using Npgsql;
using Xunit.Abstractions;

namespace LayerDyn.Cluster.Tests.Faults;

/// <summary>Silos that are busy are not taken for dead, and answer.</summary>
public sealed class BusySiloTests(ITestOutputHelper output)
{
    [Fact]
    public async Task EverySlotTraining_NobodyIsSuspected_AndEveryQuestionIsAnswered()
    {
        // Four lanes, each a thread that does nothing but train: twice what CI's two cores can carry.
        var postgres = new PostgresServer();
        await using var cluster = await TestCluster.StartAsync(postgres, 2, null, "", "--Lanes:CpuLanes=2");
        var before = (await cluster.Silos[0].Api.ClusterAsync()).Silos.Select(silo => silo.Name).Order();
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        var waits = new List<TimeSpan>();
        int busy = 0;
        for (string state = "running"; state == "running" && waits.Count < 10_000;)
            foreach (var silo in cluster.Silos)
            {
                var clock = Stopwatch.StartNew();
                var view = await silo.Api.TryGetAsync(sweep.Id);
                waits.Add(clock.Elapsed);
                Assert.NotNull(view);
                state = view.State;
                if ((await silo.Api.ClusterAsync()).Silos.SelectMany(each => each.Slots).Count(slot => slot.Running is not null) == 4) busy++;
            }

        Assert.InRange(busy, 1, waits.Count); // it was as busy as it was meant to be
        var ended = await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken");
        await Invariants.HoldAsync(cluster, Specs.HeatMap, ended, mostLost: 0);
        Assert.Equal(before, (await cluster.Silos[0].Api.ClusterAsync()).Silos.Select(silo => silo.Name).Order());
        Assert.Equal((2L, 0L), (await CountAsync("status = 3"), await CountAsync("status <> 3 or suspect_times <> ''")));
        waits.Sort();
        output.WriteLine($"{waits.Count} questions, {busy} with every slot busy: median {waits[waits.Count / 2].TotalMilliseconds:F0} ms, longest {waits[^1].TotalMilliseconds:F0} ms");

        async Task<long> CountAsync(string members)
        {
            await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
            await using var command = source.CreateCommand($"select count(*) from layerdyn.member where {members}");
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
