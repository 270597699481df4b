using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Tests.Hosting;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Grains.Tests.Sweeps;

[Collection(TestSilo.Collection)]
public sealed class SharingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(5, 8, 8 * 2)] // more seeds
    [InlineData(2, 12, 8 * 2)] // a longer axis
    [InlineData(1, 4, 4)] // a part
    public async Task Sweep_WithPointsOfAnother_ComputesOnlyNewOnesAndGivesTheSameBytes(int seeds, int rates, long shared)
    {
        var extended = Specs.Seeded(seeds, rates, "another");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(Specs.Seeded(2));
        var status = await silo.RunAsync(extended);
        await using var alone = await TestSilo.StartAsync(_other.Path);
        await alone.RunAsync(extended);

        Assert.Equal((SweepState.Completed, shared, shared), (status.State, status.Shared, status.FromStore));
        Assert.Equal(extended.PointCount, status.Ledger.Finished);
        Assert.Equal(await alone.ResultsAsync(extended), await silo.ResultsAsync(extended));
    }

    [Fact]
    public async Task Sweep_WithOtherDerivedColumns_SharesAllPointsAndDerivesItsOwn()
    {
        var first = Specs.Seeded(2);
        var second = SweepPlan.Load(first.ResolvedYaml, ["name=second", "derive={ half: loss / 2, per-rate: loss / rate }"]);
        var third = SweepPlan.Load(first.ResolvedYaml, ["name=third", "derive={ twice: 2 * loss }"]);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(second);
        foreach (var plan in (SweepPlan[])[third, first])
            Assert.Equal((SweepState.Completed, plan.PointCount), await silo.RunAsync(plan) is var status ? (status.State, status.Shared) : default);
        await using var alone = await TestSilo.StartAsync(_other.Path);
        foreach (var plan in (SweepPlan[])[first, third])
        {
            await alone.RunAsync(plan);
            Assert.Equal(await alone.ResultsAsync(plan), await silo.ResultsAsync(plan));
        }

        Assert.Contains("per-rate=", (await silo.ResultsAsync(second))[0], StringComparison.Ordinal);
        Assert.DoesNotContain("half=", (await silo.ResultsAsync(third))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_WithAnotherAxis_SharesThePointsWhoseValueIsTheOldDefault()
    {
        var first = Specs.Seeded(2);
        var extended = SweepPlan.Load(first.ResolvedYaml + "\n# more\n", ["name=momentum", "axes.momentum={ values: [0, 0.5], sets: optimizer.momentum }"]);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(first);
        var status = await silo.RunAsync(extended);

        Assert.Equal((2 * first.PointCount, first.PointCount, 2 * first.PointCount), (extended.PointCount, status.Shared, status.Ledger.Finished));
    }

    [Fact]
    public async Task Sweep_ByEpochs_SharesPointsWithOneWhoseFirstPointHasOtherSteps()
    {
        static SweepPlan ByEpochs(string name, string samples) => SweepPlan.Load($$"""
            name: {{name}}
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: normal, std: 0.1 }
            task: { kind: gaussian-regression, samples: 8, whiten: true }
            optimizer: { kind: sgd, learningRate: 0.01, batchSize: 4 }
            epochs: 5
            measure: { at: { every: 1 }, observables: [loss] }
            axes:
              samples: { values: {{samples}}, sets: task.samples }
            """);
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(ByEpochs("few", "[8, 16]"));
        var status = await silo.RunAsync(ByEpochs("many", "[16, 32]"));

        Assert.Equal((1L, 2L), (status.Shared, status.Ledger.Finished));
    }

    [Theory]
    [InlineData("records")] // its segments are gone
    [InlineData("resolved.yaml")] // its plan is gone, as when a newer version cannot read it
    public async Task Sweep_BesideADamagedOneWithItsPoints_ComputesThemItself(string damaged)
    {
        var first = Specs.Seeded(2);
        await using (var earlier = await TestSilo.StartAsync(_folder.Path)) await earlier.RunAsync(first);
        string path = Path.Combine(_folder.Path, first.Id.Value, damaged);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.WriteAllText(path, "model: { kind: of-the-past }");
        var extended = Specs.Seeded(3, 8, "another");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(extended);

        Assert.Equal((SweepState.Completed, 0L, extended.PointCount), (status.State, status.Shared, status.Ledger.Finished));
    }

    [Fact]
    public async Task Sweep_BesideOneWithOneSegmentGone_TakesWhatIsLeftAndCountsIt()
    {
        var first = Specs.Seeded(2); // 16 points
        // Four shards: what is merged when a sweep is completed stays within its shard.
        await using (var earlier = await TestSilo.StartAsync(_folder.Path, sweeps: options => options.BatchesPerShard = 1)) await earlier.RunAsync(first, batchSize: 4);
        string[] segments = [.. Directory.GetFiles(Path.Combine(_folder.Path, first.Id.Value, "records")).Order()];
        Assert.Equal(4, segments.Length);
        File.Delete(segments[1]);
        var extended = Specs.Seeded(3, 8, "another");
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        var status = await silo.RunAsync(extended);

        Assert.Equal((SweepState.Completed, 12L, extended.PointCount), (status.State, status.Shared, status.Ledger.Finished));
    }

    [Fact]
    public async Task Sweep_OfAnotherTask_SharesNothing()
    {
        await using var silo = await TestSilo.StartAsync(_folder.Path);
        await silo.RunAsync(Specs.Seeded(2));
        var status = await silo.RunAsync(Specs.HeatMap());

        Assert.Equal((SweepState.Completed, 0L), (status.State, status.Shared));
    }
}
