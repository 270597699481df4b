using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;
using LayerDyn.Sweeps.Tests.Kinds;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class SweepPlanTests
{
    private const string HeatMap = """
        name: toy-map
        description: "two axes: three seeds"
        figure: none
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init, lambda: 0, scale: 1 }
        task: { kind: toy-task, whiten: true }
        optimizer: { kind: toy-gd, learningRate: 0.01 }
        steps: 4000
        engine: theory
        measure: { at: { logPerDecade: 10 }, observables: [toy-loss] }
        axes:
          lambda: { linspace: [-9, 9, 40], sets: [init.lambda] }
          ratio: { linspace: [1, 20, 40], sets: [init.scale, task.targetDivisor] }
        seeds: { count: 3, first: 7 }
        curves:
          - { kind: toy-map, name: distance, x: ratio, value: toy-loss, log10: true }
        variants:
          quick: { steps: 400, axes.lambda.linspace: [-9, 9, 10] }
        """;

    private const string Small = """
        name: small
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init }
        task: { kind: toy-task }
        optimizer: { kind: toy-gd }
        steps: 10
        engine: theory
        measure: { observables: [toy-loss] }

        """;

    [Fact]
    public void Load_PublishedGrid_NumbersItsPointsWithTheSeedFastest()
    {
        var plan = SweepPlan.Load(HeatMap);
        Assert.Equal(4800, plan.PointCount);
        Assert.Equal(["lambda", "ratio"], plan.Axes.Select(axis => axis.Name));
        Assert.Equal([7, 8, 9, 7], new long[] { 0, 1, 2, 3 }.Select(plan.SeedOf));
        Assert.Equal([0, 1], plan.Coordinates(3));
        Assert.Equal([1, 0], plan.Coordinates(120));
        Assert.Equal([39, 39], plan.Coordinates(4799));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.PointText(4800));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Coordinates(-1));
        Assert.Equal(["toy-loss"], plan.Columns);
        Assert.Equal("distance", Assert.Single(plan.Curves).Name);
    }

    private static string WithAxes(string axes, string more = "") => $"{Small}axes:\n  {axes.Replace("\n", "\n  ")}\n{more}";

    [Fact]
    public void Load_AxisThatIsAnExpression_MovesWithItsAxis()
    {
        var plan = SweepPlan.Load(WithAxes("scale: { values: 2 * lambda^2 + 1, sets: [init.scale] }\nrate: { values: [0.1, 0.2], sets: [optimizer.learningRate] }\nlambda: { linspace: [-1, 1, 3], sets: [init.lambda] }", "seeds: 2"));

        Assert.Equal(12, plan.PointCount);
        Assert.Equal([3, 1, 3], plan.Axes[0].Numbers!);
        Assert.Equal(["3", "1", "3"], plan.Axes[0].Labels);
        Assert.Equal(plan.DimensionOf(0), plan.DimensionOf(2));
        for (long index = 0; index < plan.PointCount; index++)
        {
            var init = Assert.IsType<ToyInit>(plan.Experiment(index).Init);
            Assert.Equal(2 * init.Lambda * init.Lambda + 1, init.Scale);
        }

        Assert.Equal(plan.Id, SweepPlan.Load(plan.ResolvedYaml).Id);
        var stored = SweepPlan.LoadResolved(plan.ResolvedYaml, plan.Id);
        Assert.Equal(plan.PointId(7), stored.PointId(7));
        var listed = SweepPlan.Load(WithAxes("scale: { values: [3, 1, 3], sets: [init.scale] }\nrate: { values: [0.1, 0.2], sets: [optimizer.learningRate] }\nlambda: { linspace: [-1, 1, 3], sets: [init.lambda] }", "seeds: 2\nzip: [scale, lambda]"));
        for (long index = 0; index < plan.PointCount; index++) Assert.Equal(listed.PointId(index), plan.PointId(index));
    }

    [Theory]
    [InlineData("scale: { values: lambda^, sets: [init.scale] }", "", "axes.scale.values 'lambda^' ends where a number or a column belongs")]
    [InlineData("scale: { values: lamda^2, sets: [init.scale] }", "", "axes.scale.values 'lamda^2' names 'lamda', which is no other axis of numbers; did you mean 'lambda'?")]
    [InlineData("scale: { values: scale + 1, sets: [init.scale] }", "", "names 'scale', which is no other axis of numbers")]
    [InlineData("scale: { values: lambda > 0, sets: [init.scale] }", "", "is a condition, not a number")]
    [InlineData("scale: { values: 1 / lambda, sets: [init.scale] }", "", "has no finite value at lambda = 0")]
    [InlineData("scale: { values: 2 + 2, sets: [init.scale] }", "", "names no axis")]
    [InlineData("scale: { values: lambda * rate, sets: [init.scale] }", "", "names several axes; an axis is an expression of one other axis, with which it moves")]
    [InlineData("scale: { values: lambda + 2, sets: [init.scale] }", "zip: [scale, rate]", "zip 'scale' moves with axis 'lambda', of which it is an expression; zip 'lambda' instead")]
    public void Load_WrongExpressionOfAnAxis_SaysWhyAndWhatToWrite(string axis, string more, string message)
    {
        const string Others = "\nlambda: { values: [-1, 0, 1], sets: [init.lambda] }\nrate: { values: [0.1, 0.2, 0.3], sets: [optimizer.learningRate] }";
        var problems = Assert.Throws<SpecException>(() => SweepPlan.Load(WithAxes(axis + Others, more))).Problems;
        Assert.Contains(message, string.Join('\n', problems.Select(problem => problem.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Condition_IsPartOfPointsAndMayBeSwept()
    {
        var plain = SweepPlan.Load(Small);
        var stopped = SweepPlan.Load(Small, ["stopWhen=toy-loss<1e-3"]);
        var swept = SweepPlan.Load(Small + "axes: { until: { values: [toy-loss < 0.1, toy-loss < 0.001], sets: [stopWhen] } }");

        Assert.NotEqual(plain.PointId(0), stopped.PointId(0));
        Assert.Contains("stopWhen: toy-loss < 0.001", stopped.ResolvedYaml.Replace("\"", ""), StringComparison.Ordinal);
        Assert.DoesNotContain("stopWhen", plain.ResolvedYaml, StringComparison.Ordinal);
        Assert.Equal(stopped.PointId(0), SweepPlan.LoadResolved(stopped.ResolvedYaml, stopped.Id).PointId(0));
        Assert.Equal([stopped.PointId(0)], [swept.PointId(1)]);
        Assert.Equal(plain.Id, SweepPlan.Load(Small, ["stopWhen="]).Id);
        var problem = Assert.Single(Assert.Throws<SpecException>(() => SweepPlan.Load(Small + "stopWhen: toy-los < 1")).Problems);
        Assert.Equal(("stopWhen", "did you mean 'toy-loss'?"), (problem.Problem.Path, problem.Problem.Remedy));
    }

    [Fact]
    public void Experiment_OfEveryPoint_IsWhatItsTextReads()
    {
        var plan = SweepPlan.Load(HeatMap);
        for (long index = 0; index < plan.PointCount; index++)
        {
            string text = plan.PointText(index);
            var experiment = plan.Experiment(index);
            Assert.Equal(text, ExperimentText.Write(experiment));
            Assert.Equal(ExperimentText.Read(text).Init, experiment.Init);
            Assert.Equal(PointId.Of(text), plan.PointId(index));
        }

        // Parts that no axis touches are shared, parts that one does are not.
        Assert.Same(plan.Experiment(0).Model, plan.Experiment(4799).Model);
        Assert.NotEqual(plan.Experiment(0).Init, plan.Experiment(4799).Init);
    }

    [Fact]
    public void PointText_OfEveryPoint_IsTheTextOfTheBoundExperiment()
    {
        var plan = SweepPlan.Load(HeatMap);
        Assert.True(plan.HasTemplate);
        for (long i = 0; i < plan.PointCount; i++)
        {
            string text = plan.PointText(i);
            var experiment = ExperimentText.Read(text);
            Assert.Equal(text, ExperimentText.Write(experiment));
            Assert.Equal(plan.SeedOf(i), experiment.Seed);
        }

        var ratio = plan.Axes[1].Numbers!;
        Assert.Equal(ratio[13], ((Kinds.ToyTask)plan.Experiment(13 * 3).Task).TargetDivisor);
        Assert.Equal(ratio[13], ((Kinds.ToyInit)plan.Experiment(13 * 3).Init).Scale);
        Assert.Equal(plan.PointCount, Enumerable.Range(0, (int)plan.PointCount).Select(i => plan.PointId(i)).Distinct().Count());
    }

    /// <summary>Axes of all types, with and without a template: the text must always be that of the bound experiment.</summary>
    [Theory]
    [InlineData("n: { values: [1, 2.0, 3e0], sets: task.samples }", 3, true)]
    [InlineData("w: { values: [[2, 2, 2], [2, 3, 4, 5]], sets: model.widths }", 2, true)]
    [InlineData("w: { range: [1, 4, 1], sets: model.widths.1 }", 3, true)]
    [InlineData("t: { values: [\"a \\\"b\\\"\", é, '+'], sets: task.source }", 3, true)]
    [InlineData("t: { values: [true, false], sets: task.whiten }", 2, true)]
    [InlineData("l: { values: [-0.0, 1e20, 1e-7, 0.1], sets: init.lambda }", 4, true)]
    [InlineData("s: { values: [5, 1e15], sets: steps }", 2, true)]
    [InlineData("e: { values: [mse, mse-mean], sets: loss }", 2, true)]
    [InlineData("m: { values: [1, 5], sets: measure.at.every }", 2, true, "measure: { at: { every: 2 }, observables: [toy-loss] }")]
    [InlineData("m: { values: [{ every: 3 }, { logPerDecade: 4 }, [1, 2]], sets: measure.at }", 3, false)]
    [InlineData("k: { values: [toy-gd, { kind: toy-batched, batch: 3 }], sets: optimizer }", 2, false)]
    [InlineData("k: { cases: { net: { model: { kind: toy-net, widths: [2, 2, 2] } }, bump: { model: toy-bump } } }", 2, false)]
    [InlineData("c: { cases: { a: { init.lambda: 1, init.scale: 2 }, b: { init.scale: 3, init.lambda: 4 } } }", 2, true)]
    [InlineData("c: { cases: { a: { init.lambda: 1 }, b: { init.scale: 3 } } }", 2, false)]
    [InlineData("k: { values: [toy-gd, toy-batched], sets: optimizer.kind }", 2, false)]
    public void PointText_OfEveryKindOfAxis_IsTheTextOfTheBoundExperiment(string axis, int count, bool template, string? measure = null)
    {
        string yaml = Small.Replace("measure: { observables: [toy-loss] }", measure ?? "measure: { observables: [toy-loss] }", StringComparison.Ordinal);
        var plan = SweepPlan.Load($"{yaml}axes:\n  {axis}\nseeds: 2\n");
        Assert.Equal(template, plan.HasTemplate);
        Assert.Equal(count * 2, plan.PointCount);
        var texts = Enumerable.Range(0, count * 2).Select(i => plan.PointText(i)).ToArray();
        Assert.Equal(texts, texts.Distinct());
        Assert.Equal(texts, texts.Select(text => ExperimentText.Write(ExperimentText.Read(text))));
        Assert.Equal([0, 1], Enumerable.Range(0, 2).Select(i => plan.Experiment(i).Seed));

        var again = SweepPlan.Load(plan.ResolvedYaml);
        Assert.Equal(plan.Id, again.Id);
        Assert.Equal(texts, Enumerable.Range(0, count * 2).Select(i => again.PointText(i)));
    }

    [Fact]
    public void PointText_EpochsWithABatchAxis_GivesEachPointItsOwnSteps()
    {
        string yaml = Small.Replace("steps: 10", "epochs: 3", StringComparison.Ordinal).Replace("toy-gd", "toy-batched", StringComparison.Ordinal);
        var plan = SweepPlan.Load(yaml + "axes: { batch: { values: [3, 5, 10], sets: optimizer.batch } }\nseeds: 2");
        Assert.Equal([12L, 12, 6, 6, 3, 3], Enumerable.Range(0, 6).Select(i => plan.Experiment(i).Steps));
        Assert.Equal(plan.Id, SweepPlan.Load(plan.ResolvedYaml).Id);
    }

    [Fact]
    public void PointText_ModelAxis_LetsTheDataTypeFollowTheModel()
    {
        var plan = SweepPlan.Load(Small + "axes: { k: { cases: { net: { model: { kind: toy-net, widths: [2, 2] } }, bump: { model: { kind: toy-bump } } } } }");
        Assert.Equal([DType.Float64, DType.Float32], Enumerable.Range(0, 2).Select(i => plan.Experiment(i).DType));
    }

    [Fact]
    public void Load_ZippedAxes_MoveTogether()
    {
        var plan = SweepPlan.Load(Small + """
            axes:
              a: { values: [1, 2, 3], sets: init.lambda }
              b: { values: [10, 20], sets: task.samples }
              c: { values: [4, 5, 6], sets: init.scale }
            zip: [[c, a]]
            """);
        Assert.Equal(6, plan.PointCount);
        Assert.Equal([1, 0, 1], plan.Coordinates(2));
        Assert.Equal([2, 1, 2], plan.Coordinates(5));
        var init = (Kinds.ToyInit)plan.Experiment(3).Init;
        Assert.Equal((2.0, 5.0), (init.Lambda, init.Scale));
        Assert.Equal(plan.Id, SweepPlan.Load(plan.ResolvedYaml).Id);
    }

    [Fact]
    public void Load_NoAxes_IsOnePointASeed()
    {
        var plan = SweepPlan.Load(Small);
        Assert.Equal(1, plan.PointCount);
        Assert.Empty(plan.Coordinates(0));
        Assert.Equal(10, plan.Experiment(0).Steps);
    }

    [Fact]
    public void Id_OfAGivenSpec_IsKnown()
    {
        // Changes with the numerics version, with the defaults of the kinds and with the resolved form. When it changes,
        // sweeps that were begun with an earlier build are no longer found under their id.
        Assert.Equal(4, NumericsVersion.Current);
        Assert.Equal("small-01a0a79f", SweepPlan.Load(Small).Id.Value);
    }

    [Fact]
    public void Id_OfTheSameSweepWrittenDifferently_IsTheSame()
    {
        var id = SweepPlan.Load(HeatMap).Id;
        Assert.Equal(id, SweepPlan.Load(SweepPlan.Load(HeatMap).ResolvedYaml).Id);
        Assert.Equal(id, SweepPlan.Load(HeatMap.Replace("three seeds", "3 seeds", StringComparison.Ordinal)).Id);
        Assert.Equal(id, SweepPlan.Load(HeatMap.Replace("steps: 4000", "steps: 4e3\nloss: mse", StringComparison.Ordinal)).Id);
        Assert.NotEqual(id, SweepPlan.Load(HeatMap.Replace("steps: 4000", "steps: 4001", StringComparison.Ordinal)).Id);
        Assert.NotEqual(id, SweepPlan.Load(HeatMap.Replace("log10: true", "log10: false", StringComparison.Ordinal)).Id);
    }

    [Fact]
    public void ResolvedYaml_SpellsDefaultsOut()
    {
        var plan = SweepPlan.Load(Small + "axes: { rate: { values: [0.5, 0.25], sets: optimizer.learningRate } }");
        Assert.Equal("""
            name: small
            model: { kind: toy-net, outputScale: 1, widths: [2, 2, 2] }
            init: { kind: toy-init, lambda: 0, scale: 1 }
            task: { kind: toy-task, inputs: 2, samples: 10, source: "here \"é\"", targetDivisor: 1, whiten: false }
            optimizer: { kind: toy-gd, learningRate: 0.5, schedule: { kind: constant } }
            loss: mse
            steps: 10
            measure: { at: { logPerDecade: 10 }, observables: [{ kind: toy-loss }] }
            dtype: float64
            engine: theory
            weightsFrom: seed
            axes:
              rate: { values: [0.5, 0.25], sets: [optimizer.learningRate] }
            seeds: { count: 1, first: 0 }

            """, plan.ResolvedYaml);
    }

    [Fact]
    public void Load_Variant_SetsItsPaths()
    {
        var plan = SweepPlan.Load(HeatMap, variant: "quick");
        Assert.Equal(1200, plan.PointCount);
        Assert.Equal(400, plan.Experiment(0).Steps);
        Assert.Equal("quick", plan.Variant);
        Assert.DoesNotContain("variants", plan.ResolvedYaml, StringComparison.Ordinal);
        Assert.Equal(plan.Id, SweepPlan.Load(HeatMap, ["steps=400", "axes.lambda.linspace=[-9, 9, 10]"]).Id);
    }

    [Fact]
    public void Load_UnknownVariant_NamesTheNearest()
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(HeatMap, variant: "quik"));
        Assert.Equal("variant 'quik' is not a variant of this spec; did you mean 'quick'?", error.Message);
        error = Assert.Throws<SpecException>(() => SweepPlan.Load(Small, variant: "quick"));
        Assert.Equal("variant 'quick' is not a variant of this spec; it has none", error.Message);
    }

    [Fact]
    public void Load_Overrides_ReplaceAndCreate()
    {
        var plan = SweepPlan.Load(HeatMap,
            ["steps=7", "axes.lambda.values=[1, 2]", "optimizer.schedule=constant", "model.widths[1]=3", "seeds=1", "name=other"]);
        Assert.Equal(80, plan.PointCount);
        Assert.Equal(7, plan.Experiment(0).Steps);
        Assert.Equal([2, 3, 2], ((Kinds.ToyNet)plan.Experiment(0).Model).Widths);
        Assert.StartsWith("other-", plan.Id.Value, StringComparison.Ordinal);
        Assert.Equal("toy-batched", plan.Experiment(0).Optimizer is Kinds.ToyGd ? "toy-batched" : "");
        var made = SweepPlan.Load(Small, ["axes.lambda.values=[1, 2]", "axes.lambda.sets=init.lambda"]);
        Assert.Equal(2, made.PointCount);
    }

    [Theory]
    [InlineData("init.lamda=3", "--set init.lamda is not a parameter of 'toy-init'; did you mean 'lambda'?")]
    [InlineData("stpes=3", "--set stpes is not a known key; did you mean 'steps'?")]
    [InlineData("steps=many", "--set steps 'many' must be a whole number")]
    [InlineData("steps=.nan", "--set steps '.nan' must be a finite number")]
    [InlineData("steps=[1", "--set steps '[1' is not valid YAML; While parsing a flow sequence, did not find expected ',' or ']'")]
    [InlineData("steps", "--set 'steps' must be path=value; for example --set optimizer.learningRate=0.1")]
    [InlineData("model.widths[9]=3", "--set model.widths[9] is beyond the end of a list of 3; its places are [0] to [2]")]
    [InlineData("model..widths=3", "--set model..widths is not a path of this spec; a path looks like model.widths[1]")]
    public void Load_WrongOverride_NamesSet(string setting, string expected)
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(Small, [setting]));
        Assert.Equal(expected, error.Message);
    }

    [Fact]
    public void Load_MillionPoints_IsArithmetic()
    {
        var plan = SweepPlan.Load(Small + """
            axes:
              lambda: { linspace: [-9, 9, 1000], sets: [init.lambda] }
              ratio: { logspace: [0.001, 1000, 1000], sets: [init.scale] }
            """);
        Assert.Equal(1_000_000, plan.PointCount);
        Assert.True(plan.HasTemplate);
        var last = (Kinds.ToyInit)plan.Experiment(999_999).Init;
        Assert.Equal((9.0, 1000.0), (last.Lambda, last.Scale));
        Assert.Equal([123, 456], plan.Coordinates(123_456));
        var estimate = plan.Estimate();
        Assert.True(estimate.IsSampled);
        Assert.Equal(1e6 * 1e5, estimate.Flops, 1e-3);
        var first = plan.Experiment(0);
        double each = Trainer.Seconds(first, first.MeasureAt.Resolve(first.Steps).Length);
        Assert.True(each > 0);
        Assert.Equal(1e6 * each, estimate.Duration.TotalSeconds, 1e-6 * each);
    }

    [Fact]
    public void Load_LargeGridWithABadCorner_IsRefused()
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(Small + """
            axes:
              width: { range: [1, 201, 1], sets: [model.widths.1] }
              lambda: { range: [0, 200, 1], sets: [init.lambda] }
            """));
        Assert.All(error.Problems, problem => Assert.Contains("needs a hidden width of at most 4", problem.Problem.Rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_GridPastTheLimit_IsRefused()
    {
        string yaml = Small + "axes: { l: { linspace: [0, 1, 11], sets: init.lambda } }";
        Assert.Equal(11, SweepPlan.Load(yaml, limits: new SweepLimits { MaxPoints = 11 }).PointCount);
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(yaml, limits: new SweepLimits { MaxPoints = 10 }));
        Assert.Contains("gives more points than the limit of 10", error.Message, StringComparison.Ordinal);
    }
}
