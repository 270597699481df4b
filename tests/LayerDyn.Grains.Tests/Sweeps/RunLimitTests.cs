using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Science.Catalog;
using LayerDyn.Storage.Manifests;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

[Collection(TestSilo.Collection)]
public sealed class RunLimitTests : IDisposable
{
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly SweepHead Head = new() { SweepId = SweepId.Parse("toy-0000abcd"), PointCount = 100, BatchSize = 1, ShardSize = 100 };

    private readonly TemporaryFolder _folder = new();

    public RunLimitTests()
    {
        ScienceCatalog.Register(typeof(HopelessInit).Assembly);
        HopelessInit.Close();
    }

    public void Dispose()
    {
        HopelessInit.Open();
        _folder.Dispose();
    }

    [Fact]
    public async Task SoManyFailures_PauseTheSweep_AndAResumeCountsAnew()
    {
        var plan = Specs.Hopeless("{ failures: 5 }");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var stopped = await silo.RunAsync(plan, batchSize: 1);

        Assert.Equal((SweepState.Paused, 5L, 0L, 25L), (stopped.State, stopped.Ledger.Failed, stopped.Ledger.Committed, stopped.Ledger.Remaining));
        Assert.StartsWith("limits.failures: 5 is reached: 5 points have failed, the first with: ", stopped.Limit);
        Assert.EndsWith("the weights are hopeless", stopped.Limit);
        Assert.Equal(ManifestState.Paused, (await new SweepHeadStore(silo.Store, plan.Id).TryReadAsync())!.State);

        HopelessInit.Open();
        await silo.Sweep(plan).ResumeAsync();
        var ended = await silo.EndedAsync(plan);
        Assert.Equal((SweepState.Completed, 5L, 25L, ""), (ended.State, ended.Ledger.Failed, ended.Ledger.Committed, ended.Limit));
    }

    [Fact]
    public async Task TimeOfASweep_PausesIt_AndWithoutALimitItGoesOn()
    {
        var plan = Specs.Hopeless("{ sweepTime: 1s }");
        await using (var silo = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.RenewEvery = TimeSpan.FromMilliseconds(100)))
        {
            var stopped = await silo.RunAsync(plan, batchSize: 1);
            Assert.Equal((SweepState.Paused, "limits.sweepTime: 1s is over"), (stopped.State, stopped.Limit));
            HopelessInit.Open();
        }

        await using (var silo = await TestSilo.StartAsync(_folder.Path))
        {
            Assert.Equal("limits.sweepTime: 1s is over", (await silo.Sweep(plan).GetStatusAsync()).Limit);
            var unlimited = Specs.Hopeless("{}");
            Assert.Equal(plan.Id, unlimited.Id);
            var ended = await silo.RunAsync(unlimited, batchSize: 1);
            Assert.Equal((SweepState.Completed, 25L), (ended.State, ended.Ledger.Committed));
        }
    }

    [Fact]
    public async Task PointThatNeverEnds_FailsByItself()
    {
        var plan = SweepPlan.Load("""
            name: endless
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: normal, std: 0.1 }
            task: { kind: gaussian-regression, samples: 10, whiten: true }
            optimizer: { kind: gd, learningRate: 0.01 }
            measure: { at: { logPerDecade: 1 }, observables: [loss] }
            axes:
              steps: { values: [10, 20, 9e15], sets: steps }
            limits: { pointTime: 2s }
            """);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(plan);

        Assert.Equal((SweepState.Completed, 2L, 1L), (status.State, status.Ledger.Finished, status.Ledger.Failed));
        Assert.StartsWith("it trained for longer than limits.pointTime: 2s", status.Message);
        Assert.Equal([0L, 1], (await silo.ResultsAsync(plan)).Keys);
    }

    // A cluster's own limits hold where a spec has none, or wider ones.
    [Fact]
    public void Within_IsTheSmallerOfEach()
    {
        var most = new RunLimits { PointTime = TimeSpan.FromHours(2), Failures = 10 };
        Assert.Equal(most, RunLimits.None.Within(most));
        Assert.Equal(
            new RunLimits { PointTime = TimeSpan.FromHours(1), SweepTime = TimeSpan.FromDays(1), Failures = 10 },
            new RunLimits { PointTime = TimeSpan.FromHours(1), SweepTime = TimeSpan.FromDays(1), Failures = 11 }.Within(most));
    }

    [Fact]
    public void Limits_CountFromTheLastStart()
    {
        var limits = new RunLimits { SweepTime = TimeSpan.FromMinutes(90), Failures = 3 };
        var head = Head.Begin(limits, failed: 4, Noon);

        Assert.Null(Reached(failed: 6, minutes: 89));
        Assert.Equal("limits.failures: 3 is reached: 7 points have failed, the first with: it broke", Reached(failed: 7, minutes: 0));
        Assert.Equal("limits.sweepTime: 1h30m is over", Reached(failed: 6, minutes: 90));
        // Those of before were tried again: as many as have failed now have failed since.
        Assert.Null(Reached(failed: 2, minutes: 0));
        Assert.Null(ReachedLimit.Of(head.Begin(RunLimits.None, failed: 7, Noon), RunLimits.None, 7, "", Noon.AddYears(1)));

        string? Reached(long failed, int minutes) => ReachedLimit.Of(head, limits, failed, "it broke", Noon.AddMinutes(minutes));
    }
}
