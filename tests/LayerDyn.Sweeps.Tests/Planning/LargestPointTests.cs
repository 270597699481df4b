using LayerDyn.Science.Devices;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class LargestPointTests
{
    [Fact]
    public void Largest_OfASmallGrid_IsFoundWhereverItIs()
    {
        var plan = Plan("[4, 300, 8]", "[16, 9, 12]", seeds: 3);
        Check(plan, width: 1, samples: 0);
    }

    [Fact]
    public void Largest_OfAGridTooLargeToLookAtAll_IsFoundAlongItsAxes()
    {
        var plan = Plan($"[{string.Join(',', Enumerable.Range(2, 60).Append(5000).Append(1))}]", $"[{string.Join(',', Enumerable.Range(3, 50).Append(4000).Append(2))}]", seeds: 2);
        Check(plan, width: 60, samples: 50);
    }

    private static void Check(SweepPlan plan, int width, int samples)
    {
        var largest = plan.Largest();
        Assert.Equal([width, samples], plan.Coordinates(largest.Index));
        Assert.Equal(0, plan.SeedOf(largest.Index) - plan.SeedOf(0));
        var experiment = plan.Experiment(largest.Index);
        Assert.Equal(DeviceMemory.BytesOfMachine(experiment) + (long)(2 * RecordSize.Of(experiment)), largest.Bytes);
    }

    [Fact]
    public void Largest_CountsWhatIsMeasured()
    {
        var plan = SweepPlan.Load(Plan("[4]", "[9, 16]", seeds: 1).ResolvedYaml.Replace("every: 10", "every: 1", StringComparison.Ordinal).Replace("steps: 10\n", "steps: 1000000\n", StringComparison.Ordinal));
        Assert.InRange(plan.Largest().Bytes, 2 * 2 * 8 * 1_000_000L, 1_000_000_000L); // steps and losses, twice
    }

    [Fact]
    public void Largest_CountsWhatIsKept()
    {
        var plan = Plan("[4]", "[900]", seeds: 1);
        var keeps = SweepPlan.Load(plan.ResolvedYaml, ["keep={ kernel: last, data: true }"]);
        Assert.InRange(keeps.Largest().Bytes - plan.Largest().Bytes, 3 * 8 * 900L * 900, 4 * 8 * 900L * 900); // the kernel, three times
        Assert.InRange(RecordSize.Of(keeps, 1) - RecordSize.Of(plan, 1), 8 * (900L * 900 + 900 * 38), 9 * (900L * 900 + 900 * 38)); // and the data, for a quota
        Assert.Equal(0, RecordSize.Kept(plan, 1));
    }

    [Fact]
    public void Kept_DataThatAnAxisSets_AreCountedForEachPoint()
    {
        var plan = SweepPlan.Load(Plan("[4]", "[900, 901, 902]", seeds: 2).ResolvedYaml, ["keep={ data: true }"]);
        Assert.InRange(RecordSize.Kept(plan, 6), 6 * 8 * 900L * 38, 6 * 8 * 902L * 42);
        plan = SweepPlan.Load(plan.ResolvedYaml.Replace("task.samples", "optimizer.batchSize", StringComparison.Ordinal).Replace("kind: gd", "kind: sgd", StringComparison.Ordinal).Replace("width: {", "size: {", StringComparison.Ordinal).Replace("model.widths[1]", "init.std", StringComparison.Ordinal), ["task.samples=1000"]);
        Assert.InRange(RecordSize.Kept(plan, 6), 2 * 8 * 1000L * 38, 2 * 8 * 1000L * 42); // one for each seed
    }

    private static SweepPlan Plan(string widths, string samples, int seeds) => SweepPlan.Load($$"""
        name: largest
        model: { kind: mlp, widths: [37, 4, 1], activation: relu, biases: true }
        init: { kind: normal, std: 0.01 }
        task: { kind: gaussian-regression, inputs: 37, outputs: 1, samples: 5 }
        optimizer: { kind: gd, learningRate: 0.05 }
        steps: 10
        measure: { at: { every: 10 }, observables: [loss] }
        axes:
          width: { values: {{widths}}, sets: "model.widths[1]" }
          samples: { values: {{samples}}, sets: task.samples }
        seeds: {{seeds}}
        """);
}
