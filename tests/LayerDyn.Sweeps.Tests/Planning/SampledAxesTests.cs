using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Sweeps.Tables;
using LayerDyn.Sweeps.Tests.Kinds;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class SampledAxesTests
{
    private const string Spec = """
        name: drawn
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init }
        task: { kind: toy-task }
        optimizer: { kind: toy-gd }
        steps: 10
        engine: theory
        measure: { observables: [toy-loss] }
        axes:
          lambda: { uniform: [-1, 3], sets: [init.lambda] }
          scale: { logUniform: [0.01, 10], sets: [init.scale] }
          whiten: { choice: [true, false], sets: [task.whiten] }
          samples: { uniform: [10, 40, 10], sets: [task.samples] }
          divisor: { values: 2 * scale, sets: [task.targetDivisor] }
        samples: 64

        """;

    [Fact]
    public void Load_SampledAxes_SetWhatTheySayAtEverySample()
    {
        var plan = SweepPlan.Load(Spec + "seeds: 3");

        Assert.Equal(64 * 3, plan.PointCount);
        Assert.Equal(new SampleDesign(64, SampleMethod.Sobol, 0), plan.Samples);
        Assert.Equal([64, 64, 2, 4, 64], plan.Axes.Select(axis => axis.Count));
        Assert.Equal(["10", "20", "30", "40"], plan.Axes[3].Labels);
        Assert.Equal([true, false], plan.Axes[2].Flags!);
        Assert.Equal(plan.Axes[0].Numbers!.Order(), plan.Axes[0].Numbers!);
        for (long index = 0; index < plan.PointCount; index++)
        {
            var experiment = plan.Experiment(index);
            var (init, task) = (Assert.IsType<ToyInit>(experiment.Init), Assert.IsType<ToyTask>(experiment.Task));
            int[] at = plan.Coordinates(index);
            Assert.Equal(index % 3, experiment.Seed);
            Assert.Equal([init.Lambda, init.Scale], [plan.Axes[0].Numbers![at[0]], plan.Axes[1].Numbers![at[1]]]);
            Assert.Equal(task.Whiten, plan.Axes[2].Flags![at[2]]);
            Assert.Equal(task.Samples, plan.Axes[3].Numbers![at[3]]);
            Assert.Equal([2 * init.Scale, plan.Axes[4].Numbers![at[4]]], [task.TargetDivisor, task.TargetDivisor]);
            Assert.InRange(init.Lambda, -1, 3);
            Assert.InRange(init.Scale, 0.01, 10);
        }

        Assert.Equal([ColumnType.Number, ColumnType.Number, ColumnType.Boolean, ColumnType.Integer, ColumnType.Number], plan.Tables.Axes.Select(column => column.Type));
    }

    [Fact]
    public void Load_SobolSamples_FillEveryAxisEvenly()
    {
        var plan = SweepPlan.Load(Spec);

        Assert.All(Enumerable.Range(0, 64), part => Assert.InRange(plan.Axes[0].Numbers![part], -1 + (part / 16.0), -1 + ((part + 1) / 16.0)));
        Assert.All(Enumerable.Range(0, 64), part => Assert.InRange(Math.Log10(plan.Axes[1].Numbers![part]), -2 + (part * 3 / 64.0), -2 + ((part + 1) * 3 / 64.0)));
        Assert.Equal([32, 32], Counts(plan, 2));
        Assert.Equal([16, 16, 16, 16], Counts(plan, 3));
    }

    [Fact]
    public void LoadResolved_SampledSweep_HasTheSamePoints()
    {
        var plan = SweepPlan.Load(Spec + "seeds: 2");
        var stored = SweepPlan.LoadResolved(plan.ResolvedYaml, plan.Id);

        Assert.Equal(plan.Id, SweepPlan.Load(plan.ResolvedYaml).Id);
        Assert.Equal(plan.Samples, stored.Samples);
        for (long index = 0; index < plan.PointCount; index++) Assert.Equal(plan.PointId(index), stored.PointId(index));
    }

    [Theory]
    [InlineData("sobol")]
    [InlineData("random")]
    public void Load_AnyTwoNumbersOfSamples_TheSmallerAreTheFirstOfTheLarger(string by)
    {
        var stream = RandomStream.For($"numbers of samples by {by}");
        for (int trial = 0; trial < 30; trial++)
        {
            // Of 24 combinations that only choose, so that draws repeat; and with an interval among the axes.
            bool chooses = trial % 2 == 0;
            string axes = "a: { choice: [0.5, 1, 2], sets: [init.scale] }\n  b: { uniform: [1, 8], sets: [task.targetDivisor] }\n  c: { choice: [true, false], sets: [task.whiten] }";
            if (chooses) axes = axes.Replace("[1, 8]", "[1, 4, 1]");
            int one = 1 + stream.Below(24, 2 * trial), other = 1 + stream.Below(24, (2 * trial) + 1), seed = trial / 2;
            var (small, large) = (Plan(Math.Min(one, other)), Plan(Math.Max(one, other)));

            Assert.Equal(Ids(large).Take((int)small.PointCount), Ids(small));
            Assert.Equal(large.PointCount, Ids(large).Distinct().Count());

            SweepPlan Plan(int count) => SweepPlan.Load(Spec[..Spec.IndexOf("axes:", StringComparison.Ordinal)] + $"axes:\n  {axes}\nsamples: {{ count: {count}, by: {by}, seed: {seed} }}");
        }

        static PointId[] Ids(SweepPlan plan) => [.. Enumerable.Range(0, (int)plan.PointCount).Select(index => plan.PointId(index))];
    }

    [Fact]
    public void Load_SampledPoint_HasTheIdOfItsValues()
    {
        var plan = SweepPlan.Load(Spec + "seeds: 1");
        var init = Assert.IsType<ToyInit>(plan.Experiment(17).Init);
        var task = Assert.IsType<ToyTask>(plan.Experiment(17).Task);
        string[] axes = [$"lambda: {{ values: [{init.Lambda:R}], sets: [init.lambda] }}", $"scale: {{ values: [{init.Scale:R}], sets: [init.scale] }}",
            $"whiten: {{ values: [{(task.Whiten ? "true" : "false")}], sets: [task.whiten] }}", $"samples: {{ values: [{task.Samples}], sets: [task.samples] }}",
            $"divisor: {{ values: [{task.TargetDivisor:R}], sets: [task.targetDivisor] }}"];

        var listed = SweepPlan.Load(Spec[..Spec.IndexOf("axes:", StringComparison.Ordinal)] + "axes:\n  " + string.Join("\n  ", axes));

        Assert.Equal(listed.PointId(0), plan.PointId(17));
    }

    [Fact]
    public void Load_OtherSeedOrMethod_DrawsOtherValues()
    {
        double[][] drawn = [.. new[] { "{ count: 64 }", "{ count: 64, seed: 1 }", "{ count: 64, by: random }", "{ count: 64, by: random, seed: 1 }" }
            .Select(samples => SweepPlan.Load(Spec.Replace("samples: 64", $"samples: {samples}")).Axes[0].Numbers!.ToArray())];

        Assert.Equal(4 * 64, drawn.SelectMany(values => values).Distinct().Count());
    }

    [Fact]
    public void Load_CrossedWithValues_HasEverySampleAtEach()
    {
        var plan = SweepPlan.Load(Spec.Replace("axes:\n", "axes:\n  length: { values: [10, 20, 30], sets: [steps] }\n"));

        Assert.Equal(3 * 64, plan.PointCount);
        for (int sample = 0; sample < 64; sample++)
            Assert.Equal(plan.Coordinates(sample)[1..], plan.Coordinates(sample + 128)[1..]);
        Assert.True(plan.Determines(1, 3));
        Assert.True(plan.Determines(1, 2));
        Assert.False(plan.Determines(3, 1));
        Assert.False(plan.Determines(1, 0));
        Assert.Equal(plan.DimensionOf(2), plan.DimensionOf(5));
        Assert.NotEqual(plan.DimensionOf(1), plan.DimensionOf(2));
    }

    [Fact]
    public void Load_LogUniformWithStep_FavoursSmallMultiples()
    {
        var plan = SweepPlan.Load(Spec.Replace("uniform: [10, 40, 10]", "logUniform: [1, 64, 1]").Replace("samples: 64", "samples: 4096"));
        int[] counts = Counts(plan, 3);

        Assert.Equal(64, plan.Axes[3].Count);
        // Between half a step below and above: ln((k + 1/2) / (k - 1/2)) of ln(64.5 / 0.5).
        for (int k = 1; k <= 64; k++)
            Assert.InRange(counts[k - 1] - (4096 * Math.Log((k + 0.5) / (k - 0.5)) / Math.Log(64.5 / 0.5)), -2, 2);
    }

    [Fact]
    public void Load_Variant_ChangesTheNumberOfSamples() =>
        Assert.Equal(8, SweepPlan.Load(Spec + "variants: { quick: { samples: 8, axes.lambda.uniform: [0, 1] } }", variant: "quick").PointCount);

    private static int[] Counts(SweepPlan plan, int axis)
    {
        int[] counts = new int[plan.Axes[axis].Count];
        for (long index = 0; index < plan.PointCount; index++) counts[plan.Coordinates(index)[axis]]++;
        return counts;
    }

    [Theory]
    [InlineData("samples: 64\n", "", "samples is required, since lambda, scale, whiten, samples draw values; write samples: 64")]
    [InlineData("samples: 64\n", "samples: 0\n", "line 15: samples '0' must be a whole number from 1 to 1048576")]
    [InlineData("samples: 64\n", "samples: { count: 64, by: sobl }\n", "line 15: samples.by 'sobl' must be one of sobol, random; did you mean 'sobol'?")]
    [InlineData("samples: 64\n", "samples: { cuont: 64 }\n", "line 15: samples.count is required; write samples: { count: 64 }\nline 15: samples.cuont is not a known key; did you mean 'count'?")]
    [InlineData("samples: 64\n", "samples: { count: 64, seed: -1 }\n", "line 15: samples.seed '-1' must be a whole number from 0 to 2147483647")]
    [InlineData("samples: 64\n", "samples: 64\nzip: [[lambda, scale]]\n", "line 16: zip[0][0] 'lambda' is drawn, and moves with all axes that are; leave it out of zip\nline 16: zip[0][1] 'scale' is drawn, and moves with all axes that are; leave it out of zip")]
    [InlineData("[-1, 3]", "[3, -1]", "line 10: axes.lambda.uniform[1] '-1' must be greater than the lower end 3")]
    [InlineData("[-1, 3]", "[3, 3.0001]", "line 10: axes.lambda.uniform[1] '3.0001' is too near to the lower end 3 to draw between them; write values or linspace")]
    [InlineData("[-1, 3]", "3", "line 10: axes.lambda.uniform '3' must be a list; write [low, high]")]
    [InlineData("[-1, 3]", "[1]", "line 10: axes.lambda.uniform '[1]' must have two or three numbers; write [low, high], or [low, high, step] for multiples of a step above low")]
    [InlineData("[-1, 3]", "[a, 3]", "line 10: axes.lambda.uniform[0] 'a' must be a finite number")]
    [InlineData("[0.01, 10]", "[0, 10]", "line 11: axes.scale.logUniform[0] '0' must be greater than 0; logUniform takes the end values themselves, not exponents")]
    [InlineData("[10, 40, 10]", "[10, 40, 0]", "line 13: axes.samples.uniform[2] '0' must be greater than 0")]
    [InlineData("[10, 40, 10]", "[10, 40]", "line 13: axes.samples '*' gives task.samples '*', which must be a whole number")]
    [InlineData("[true, false]", "[true, true]", "line 12: axes.whiten.choice 'true; true' are the same value; write it once: each value is as likely as any other")]
    [InlineData("{ choice: [true, false]", "{ choise: [true, false]", "line 12: axes.whiten must have exactly one form of values; give values, linspace, logspace, range, cases, uniform, logUniform or choice\nline 12: axes.whiten.choise is not a known key; did you mean 'choice'?")]
    public void Load_SamplesThatCannotBe_SaysWhy(string written, string instead, string expected)
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(Spec.Replace(written, instead)));
        string first = string.Join('\n', error.Problems.Take(expected.Count(c => c == '\n') + 1).Select(problem => problem.ToString()));
        string[] pieces = expected.Split('*');
        Assert.StartsWith(pieces[0], first);
        Assert.EndsWith(pieces[^1], first);
    }

    [Fact]
    public void Load_SamplesWithoutSampledAxes_IsRefused()
    {
        string spec = Spec[..Spec.IndexOf("axes:", StringComparison.Ordinal)] + "axes:\n  scale: { values: [1, 2], sets: [init.scale] }\nsamples: 3";
        Assert.Equal("line 11: samples '3' draws no axis; write axes: { rate: { logUniform: [0.001, 1], sets: [optimizer.learningRate] } }, or leave samples out",
            Assert.Single(Assert.Throws<SpecException>(() => SweepPlan.Load(spec)).Problems).ToString());
    }

    [Fact]
    public void Load_MoreSamplesThanCombinations_IsRefused()
    {
        string spec = Spec[..Spec.IndexOf("axes:", StringComparison.Ordinal)] + "axes:\n  scale: { choice: [1, 2], sets: [init.scale] }\n  whiten: { choice: [true, false], sets: [task.whiten] }\nsamples: 5";
        Assert.Equal("line 12: samples '5' must be at most 4: so many different samples do scale, whiten have; write values instead of choice, and the axes cross",
            Assert.Single(Assert.Throws<SpecException>(() => SweepPlan.Load(spec)).Problems).ToString());
        Assert.Equal(4, SweepPlan.Load(spec.Replace("samples: 5", "samples: 4")).PointCount);
    }
}
