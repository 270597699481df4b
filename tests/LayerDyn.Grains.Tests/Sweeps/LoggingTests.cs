using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Science.Catalog;
using Microsoft.Extensions.Logging;

namespace LayerDyn.Grains.Tests.Sweeps;

/// <summary>What a silo's log tells whoever keeps it running.</summary>
[Collection(TestSilo.Collection)]
public sealed class LoggingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Happenings _log = new();

    public LoggingTests()
    {
        ScienceCatalog.Register(typeof(HopelessInit).Assembly);
        HopelessInit.Close();
    }

    public void Dispose()
    {
        HopelessInit.Open();
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Sweep_ThatEnds_SaysWhatHappenedToIt()
    {
        var plan = Specs.Trivial(4);
        await using var silo = await TestSilo.StartAsync(_folder.Path, log: _log);
        await silo.RunAsync(plan);

        Assert.Equal([$"Information: Sweep {plan.Id}: submitted", $"Information: Sweep {plan.Id}: completed"], _log.From(LogLevel.Information));
    }

    [Fact]
    public async Task Limit_ThatIsReached_IsSaidWithThePause()
    {
        var plan = Specs.Hopeless("{ failures: 1 }");
        await using var silo = await TestSilo.StartAsync(_folder.Path, log: _log);
        var stopped = await silo.RunAsync(plan, batchSize: 1);

        Assert.Equal(SweepState.Paused, stopped.State);
        Assert.Contains($"Information: Sweep {plan.Id}: paused: {stopped.Limit}", _log.From(LogLevel.Information));
    }

    // Shards that ask for slots all the time find nobody who answers, once their silo leaves.
    [Fact]
    public async Task Silo_ThatLeaves_WarnsOfNothing()
    {
        static void Often(SweepOptions options) => options.WatchEvery = options.RenewEvery = TimeSpan.FromMilliseconds(1);
        for (int round = 0; round < 2; round++)
        {
            string folder = Path.Combine(_folder.Path, $"{round}");
            await using (var silo = await TestSilo.StartAsync(folder, sweeps: Often, log: _log))
            {
                var plan = Specs.HeatMap(steps: 10_000_000);
                await silo.Sweep(plan).StartAsync(new SweepSubmission(plan.ResolvedYaml, plan.ResolvedYaml));
                await foreach (var status in silo.Sweep(plan).WatchAsync())
                    if (status.Running > 0) break;
            }

            Assert.Empty(_log.From(LogLevel.Warning));
        }
    }
}
