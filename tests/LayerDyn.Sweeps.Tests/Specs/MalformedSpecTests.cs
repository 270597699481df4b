using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class MalformedSpecTests
{
    internal const string Good = """
        name: toy-sweep
        model: { kind: toy-net, widths: [2, 2, 2] }
        init: { kind: toy-init, lambda: 0, scale: 1 }
        task: { kind: toy-task, samples: 10 }
        optimizer: { kind: toy-gd, learningRate: 0.01 }
        steps: 400
        engine: theory
        measure: { at: { logPerDecade: 10 }, observables: [toy-loss, toy-modes] }
        axes:
          lambda: { linspace: [-1, 1, 3], sets: [init.lambda] }
          rate: { values: [0.1, 0.01], sets: optimizer.learningRate }
        seeds: 2
        curves:
          - { kind: toy-map, name: map, x: lambda, value: toy-loss }

        """;

    /// <summary>What is replaced in the good spec, by what, and the whole message that must follow.</summary>
    public static TheoryData<string, string, string> Cases => new()
    {
        {
            "model: {",
            "modle: {",
            "model is required; write model: { kind: NAME, ... } with one of: <models>\n"
            + "line 2: modle is not a known key; did you mean 'model'?"
        },
        {
            "toy-net",
            "toy-nte",
            "line 2: model.kind 'toy-nte' is not a known kind; did you mean 'toy-net'?"
        },
        {
            "widths: [2, 2, 2]",
            "width: [2, 2, 2]",
            "line 2: model.widths is required by 'toy-net'; widths\n"
            + "line 2: model.width is not a parameter of 'toy-net'; did you mean 'widths'?"
        },
        {
            "learningRate: 0.01",
            "learningRate: fast",
            "line 5: optimizer.learningRate 'fast' must be a finite number"
        },
        {
            "learningRate: 0.01",
            "learningRate: .nan",
            "line 5: optimizer.learningRate '.nan' must be a finite number"
        },
        {
            "scale: 1",
            "scale: 1e999",
            "line 3: init.scale '1e999' must be a finite number"
        },
        {
            "samples: 10",
            "samples: 2.5",
            "line 4: task.samples '2.5' must be a whole number"
        },
        {
            "samples: 10",
            "samples: 0",
            "line 4: task.samples '0' must be at least 1"
        },
        {
            "seeds: 2",
            "seeds: 2\nlimits: { pointTime: 2, sweepTime: 0s, failures: 0.5, pontTime: 2h }",
            "line 13: limits.pointTime '2' must be a time with its unit, above zero; write 90s, 30m, 2h, 1h30m or 2d\n"
            + "line 13: limits.sweepTime '0s' must be a time with its unit, above zero; write 90s, 30m, 2h, 1h30m or 2d\n"
            + "line 13: limits.failures '0.5' must be a whole number of at least 1; leave it out for no limit\n"
            + "line 13: limits.pontTime is not a known key; did you mean 'pointTime'?"
        },
        {
            "seeds: 2",
            "seeds: 2\nlimits: 2h",
            "line 13: limits '2h' must be a mapping; write limits: { pointTime: 2h, sweepTime: 2d, failures: 100 }"
        },
        {
            "steps: 400\n",
            "",
            "steps is required; give either steps or epochs"
        },
        {
            "steps: 400\n",
            "steps: 400\nepochs: 3\n",
            "line 6: steps cannot be given together with epochs; give either steps or epochs"
        },
        {
            "steps: 400\n",
            "steps: 400\nsteps: 500\n",
            "line 7: steps is written twice; keep one of the two"
        },
        {
            "  lambda: { linspace: [-1, 1, 3], sets: [init.lambda] }\n",
            "\tlambda: { linspace: [-1, 1, 3], sets: [init.lambda] }\n",
            "line 10: spec must not be indented with a tab; indent with spaces"
        },
        {
            "seeds: 2",
            "seeds: [2",
            "line 12: spec is not valid YAML; look for a bracket or a quote that is not closed"
        },
        {
            "seeds: 2",
            "seeds: 0",
            "line 12: seeds '0' must be a whole number of at least 1"
        },
        {
            "seeds: 2",
            "seeds: { count: 2, frist: 1 }",
            "line 12: seeds.frist is not a known key; did you mean 'first'?"
        },
        {
            "seeds: 2",
            "seed: 2",
            "line 12: seed belongs to a single point; write seeds: N or seeds: { count: N, first: K }"
        },
        {
            "name: toy-sweep",
            "name: Toy Sweep",
            "line 1: name 'Toy Sweep' must be lower-case letters and digits with single '-' between them, at most 63"
        },
        {
            "name: toy-sweep\n",
            "",
            "name is required; write name: my-sweep"
        },
        {
            "toy-loss, toy-modes]",
            "toy-lss, toy-modes]",
            "line 8: measure.observables[0] 'toy-lss' is not a known kind; did you mean 'toy-loss'?"
        },
        {
            "at: { logPerDecade: 10 }",
            "at: { logPerDecade: 10, every: 3 }",
            "line 8: measure.at 'a mapping' must have exactly one form; write { logPerDecade: K }, { every: K } or a list of steps"
        },
        {
            "at: { logPerDecade: 10 }",
            "at: { evry: 3 }",
            "line 8: measure.at.evry is not a known form; did you mean 'every'?"
        },
        {
            "observables: [toy-loss, toy-modes]",
            "observables: []",
            "line 8: measure.observables must list at least one observable; one or more of: <observables>"
        },
        {
            "engine: theory",
            "engine: theroy",
            "line 7: engine 'theroy' is not a known name; did you mean 'theory'?"
        },
        {
            "linspace: [-1, 1, 3]",
            "linspace: [-1, 1]",
            "line 10: axes.lambda.linspace '[-1, 1]' must have three numbers; [first, last, count]"
        },
        {
            "linspace: [-1, 1, 3]",
            "linspace: [-1, .inf, 3]",
            "line 10: axes.lambda.linspace[1] '.inf' must be a finite number"
        },
        {
            "linspace: [-1, 1, 3]",
            "linspace: [-1, 1, 0]",
            "line 10: axes.lambda.linspace[2] '0' must be a whole number of at least 1"
        },
        {
            "linspace: [-1, 1, 3]",
            "logspace: [-1, 1, 3]",
            "line 10: axes.lambda.logspace[0] '-1' must be greater than 0; logspace takes the end values themselves, not exponents"
        },
        {
            "linspace: [-1, 1, 3]",
            "range: [3, 1, 1]",
            "line 10: axes.lambda.range '[3, 1, 1]' must have at least one value; the stop is excluded"
        },
        {
            "linspace: [-1, 1, 3]",
            "range: [0, 1, 0]",
            "line 10: axes.lambda.range[2] '0' must not be zero"
        },
        {
            "linspace: [-1, 1, 3]",
            "values: []",
            "line 10: axes.lambda.values '[]' must have at least one value"
        },
        {
            "linspace: [-1, 1, 3]",
            "values: [1], linspace: [-1, 1, 3]",
            "line 10: axes.lambda 'values, linspace' must have exactly one form of values; give values, linspace, logspace, range, cases, uniform, logUniform or choice"
        },
        {
            "seeds: 2",
            "seeds: 2\nvariants: { quick: { stpes: 3 } }",
            "line 13: variants.quick.stpes is not a path of this spec; did you mean 'steps'?"
        },
        {
            "linspace: [-1, 1, 3]",
            "linspce: [-1, 1, 3]",
            "line 10: axes.lambda must have exactly one form of values; give values, linspace, logspace, range, cases, uniform, logUniform or choice\n"
            + "line 10: axes.lambda.linspce is not a known key; did you mean 'linspace'?"
        },
        {
            "sets: [init.lambda]",
            "sets: [init.lamda]",
            "line 10: axes.lambda sets init.lamda, which is not a parameter of 'toy-init'; did you mean 'lambda'?"
        },
        {
            "sets: [init.lambda]",
            "sets: [lambda]",
            "line 10: axes.lambda.sets 'lambda' is not a parameter; did you mean 'init.lambda'?"
        },
        {
            "sets: [init.lambda]",
            "sets: [int.lambda]",
            "line 10: axes.lambda.sets 'int.lambda' is not a parameter; did you mean 'init.lambda'?"
        },
        {
            "sets: [init.lambda]",
            "sets: [model.widths[7]]",
            "line 10: spec is not valid YAML; While parsing a flow sequence, did not find expected ',' or ']'; a path with brackets needs quotes here, or write it as model.widths.1"
        },
        {
            "sets: [init.lambda]",
            "sets: [model.widths.7]",
            "line 10: axes.lambda sets model.widths[7], which is beyond the end of a list of 3; its places are [0] to [2]"
        },
        {
            "sets: [init.lambda]",
            "sets: [model.width.1]",
            "line 10: axes.lambda sets model.width[1], which is not a list of this spec; did you mean 'widths'?"
        },
        {
            "sets: [init.lambda]",
            "sets: [init..lambda]",
            "line 10: axes.lambda.sets 'init..lambda' is not a path; a path looks like model.widths[1]"
        },
        {
            "sets: [init.lambda]",
            "sets: []",
            "line 10: axes.lambda.sets must name at least one parameter; write sets: [optimizer.learningRate]"
        },
        {
            "sets: [init.lambda]",
            "sets: [seed]",
            "line 10: axes.lambda.sets 'seed' cannot be an axis; write seeds: N at the top level: every point is run with every seed"
        },
        {
            "sets: optimizer.learningRate",
            "sets: init.lambda",
            "line 11: axes.rate.sets 'init.lambda' is set by axis 'lambda' too; a parameter belongs to one axis"
        },
        {
            "sets: optimizer.learningRate",
            "sets: optimizer",
            "line 11: axes.rate '0.1' gives optimizer '0.1', which must name a kind; write { kind: NAME, ... } with one of: <optimizers>\n"
            + "line 11: axes.rate '0.01' gives optimizer '0.01', which must name a kind; write { kind: NAME, ... } with one of: <optimizers>"
        },
        {
            "values: [0.1, 0.01]",
            "values: [0.1, -0.01]",
            "line 11: axes.rate '-0.01' gives optimizer.learningRate '-0.01', which must be greater than 0"
        },
        {
            "values: [0.1, 0.01]",
            "values: [0.1, fast]",
            "line 11: axes.rate 'fast' gives optimizer.learningRate 'fast', which must be a finite number"
        },
        {
            "values: [0.1, 0.01], sets: optimizer.learningRate",
            "values: [2, 5], sets: model.widths.1",
            "line 9: axes 'lambda = -1, rate = 5' gives init.lambda '-1', which needs a hidden width of at most 4 (and 1 more combination); lower model.widths[1]"
        },
        {
            "values: [0.1, 0.01], sets: optimizer.learningRate",
            "values: [2, 3], sets: model.widths.0",
            "line 11: axes.rate '3' gives model.widths '[3, 2, 2]', which must start with 2, the task's inputs"
        },
        {
            "values: [0.1, 0.01], sets: optimizer.learningRate",
            "range: [-9, 1, 1], sets: init.scale",
            "line 11: axes.rate '-9' gives init.scale '-9', which must be greater than 0\n"
            + "line 11: axes.rate '-8' gives init.scale '-8', which must be greater than 0\n"
            + "line 11: axes.rate '-7' gives init.scale '-7', which must be greater than 0 (and 7 more values)"
        },
        {
            "values: [0.1, 0.01], sets: optimizer.learningRate",
            "cases: { a: { init.scale: 1 }, b: { init.scal: 2 } }",
            "line 11: axes.rate 'b' gives init.scal, which is not a parameter of 'toy-init'; did you mean 'scale'?"
        },
        {
            "values: [0.1, 0.01], sets: optimizer.learningRate",
            "cases: { a: 1 }",
            "line 11: axes.rate.cases.a '1' must map parameters to values; write { init.std: 5 }"
        },
        {
            "seeds: 2",
            "zip: [[lambda, rate]]",
            "line 12: zip[0] 'lambda has 3, rate has 2' must have as many values on each axis; zipped axes move together"
        },
        {
            "seeds: 2",
            "zip: [[lambda, rte]]",
            "line 12: zip[0][1] 'rte' is not an axis; did you mean 'rate'?"
        },
        {
            "seeds: 2",
            "zip: 3",
            "line 12: zip '3' must be a list of lists of axes; write zip: [[a, b]]"
        },
        {
            "linspace: [-1, 1, 3]",
            "linspace: [-1, 1, 3000000]",
            "line 9: axes '12000000' gives more points than the limit of 10000000; use fewer values or seeds, or split the sweep"
        },
        {
            "axes:\n  lambda: { linspace: [-1, 1, 3], sets: [init.lambda] }\n  rate: { values: [0.1, 0.01], sets: optimizer.learningRate }\n",
            "axes: {}\n",
            "line 9: axes 'a mapping' must name at least one axis; write axes: { rate: { values: [0.1, 0.01], sets: [optimizer.learningRate] } }, or leave axes out"
        },
        {
            "  lambda: {",
            "  step: {",
            "line 10: axes.step has a name that results use for a column of their own; give the axis another name\n"
            + "line 14: curves[0].x 'lambda' is not an axis of this sweep; valid names: rate, step"
        },
        {
            "  lambda: {",
            "  Diverged_At: {",
            "line 10: axes.Diverged_At has a name that results use for a column of their own; give the axis another name\n"
            + "line 14: curves[0].x 'lambda' is not an axis of this sweep; valid names: Diverged_At, rate"
        },
        {
            "  lambda: {",
            "  Rate: {",
            "line 11: axes.rate differs from axis 'Rate' in case only, which SQL does not tell apart; give it another name\n"
            + "line 14: curves[0].x 'lambda' is not an axis of this sweep; valid names: Rate, rate"
        },
        {
            "kind: toy-map",
            "kind: toy-mop",
            "line 14: curves[0].kind 'toy-mop' is not a known kind; did you mean 'toy-map'?"
        },
        {
            "value: toy-loss",
            "value: toy-los",
            "line 14: curves[0].value 'toy-los' is not a measured column; did you mean 'toy-loss'?"
        },
        {
            "x: lambda",
            "x: lamda",
            "line 14: curves[0].x 'lamda' is not an axis of this sweep; did you mean 'lambda'?"
        },
        {
            "x: lambda, ",
            "",
            "line 14: curves[0].x is required by 'toy-map'; axis"
        },
        {
            "name: map",
            "name: ../map",
            "line 14: curves[0].name '../map' must be lower-case letters and digits with single '-' between them, at most 63"
        },
        {
            "- { kind: toy-map, name: map, x: lambda, value: toy-loss }",
            "- { kind: toy-map, name: map, x: lambda, value: toy-loss }\n  - { kind: toy-map, name: map, x: rate, value: toy-modes }",
            "line 15: curves[1].name 'map' is the name of an earlier curve"
        },
        {
            "widths: [2, 2, 2]",
            "widths: [3, 2, 2]",
            "line 2: model.widths '[3, 2, 2]' must start with 2, the task's inputs"
        },
        {
            "widths: [2, 2, 2]",
            "widths: [2, 5, 2]",
            "line 10: axes.lambda '-1' gives init.lambda '-1', which needs a hidden width of at most 4; lower model.widths[1]\n"
            + "line 10: axes.lambda '1' gives init.lambda '1', which needs a hidden width of at most 4; lower model.widths[1]"
        },
        {
            "seeds: 2",
            "seeds: *other",
            "line 12: seeds '*other' refers to an anchor that is not written before it"
        },
        {
            "seeds: 2",
            "seeds: !!int 2",
            "line 12: seeds 'tag:yaml.org,2002:int' must not carry a YAML tag; remove the tag"
        },
        {
            "seeds: 2",
            "seeds: 2\nvariants: { quick: 3 }",
            "line 13: variants.quick '3' must map paths to values; write { steps: 400, axes.lambda.values: [0, 1] }"
        },
        {
            "seeds: 2",
            "seeds: 2\n---\nname: other",
            "line 13: spec must be one YAML document; remove the text from here on"
        },
        {
            "init: {",
            "inti: {",
            "init must name a kind; write { kind: NAME, ... } with one of: <inits>\n"
            + "line 3: inti is not a known key; did you mean 'init'?"
        },
        {
            "engine: theory",
            "engine: train",
            "line 5: optimizer 'toy-gd' has no trainer for this model and task"
        },
        {
            "name: toy-sweep",
            "name: 123",
            "line 1: name '123' is a number, not text; quote it: name: \"123\""
        },
        {
            "learningRate: 0.01",
            "lr: 0.01",
            "line 5: optimizer.lr is not a parameter of 'toy-gd'; did you mean 'learningRate'?"
        },
        {
            "logPerDecade: 10",
            "steps: [0, 400, 401, 1000]",
            "line 8: measure.at '[401, 1000]' must not be past the end of the training, step 400; remove them or train longer; the last step is always measured"
        },
        {
            "model: { kind: toy-net, widths: [2, 2, 2] }\ninit: { kind: toy-init, lambda: 0, scale: 1 }",
            "model: { kind: toy-nt }\ninit: { kind: toy-init, lambda: zero, scale: -1 }",
            "line 2: model.kind 'toy-nt' is not a known kind; did you mean 'toy-net'?\n"
            + "line 3: init.lambda 'zero' must be a finite number\n"
            + "line 3: init.scale '-1' must be greater than 0"
        },
    };

    /// <summary>Axes in place of the good spec's, and what the one problem must say.</summary>
    public static TheoryData<string, string> RepeatedValues => new()
    {
        { "rate: { values: [0.1, 1e-1, 0.2, 0.10], sets: optimizer.learningRate }", "axes.rate '0.1; 1e-1; 0.10' are the same value: 3 copies" },
        { "rate: { values: [[2, 2], [2, 3], [2.0, 2]], sets: model.widths }", "axes.rate '[2, 2]; [2.0, 2]' are the same value" },
        { "rate: { linspace: [1, 1, 3], sets: init.lambda }", "axes.rate '1; 1; 1' are the same value" },
        { "rate: { logspace: [1, 1.0000000000000002, 3], sets: init.scale }", "are the same value: 2 copies" },
        { "rate: { cases: { a: { init.lambda: 2 }, b: { init.lambda: 3 }, c: { init.lambda: 2.0 } } }", "axes.rate 'a; c' are cases with the same settings" },
        { "rate: { cases: { a: { init.lambda: 2 }, b: { init.lambda: 0 }, c: { init.scale: 2 }, d: { init.scale: 1 } } }", "axes 'rate = b; rate = d' give the same point" },
        { "rate: { values: [toy-gd, { kind: toy-gd }], sets: optimizer }", "give the same point" },
        { "a: { values: [1, 1, 2], sets: init.lambda }\n  b: { values: [5, 5, 6], sets: init.scale }\nzip: [[a, b]]", "zip '1, 5; 1, 5' are the same values of zipped axes" },
    };

    [Theory]
    [MemberData(nameof(RepeatedValues))]
    public void Load_RepeatedValues_AreRefusedByName(string axes, string expected)
    {
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(WithAxes(axes)));
        Assert.Contains(expected, Assert.Single(error.Problems).ToString());
    }

    [Fact]
    public void Load_RepeatedValuesOfOneOfTwoZippedAxes_AreAccepted() =>
        Assert.Equal(6, SweepPlan.Load(WithAxes("a: { values: [1, 1, 2], sets: init.lambda }\n  b: { values: [5, 6, 6], sets: init.scale }\nzip: [[a, b]]")).PointCount);

    private static string WithAxes(string axes)
    {
        string[] parts = Good.Split(["axes:\n", "seeds: 2"], StringSplitOptions.None);
        return $"{parts[0]}axes:\n  {axes}\nseeds: 2\n";
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Load_MalformedSpec_SaysWhatIsWrong(string good, string bad, string expected)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Equal(WithNames(expected), string.Join('\n', error.Problems));
    }

    // What the observable that could not be read would measure is not known.
    [Theory]
    [InlineData("toy-modes")]
    [InlineData("loss")]
    [InlineData("toy-loss.theory")]
    public void Load_MistypedObservable_SaysNothingOfColumnsThatItMayHave(string column)
    {
        string spec = Good.Replace("value: toy-loss", $"value: {column}", StringComparison.Ordinal)
            .Replace("observables: [toy-loss", "observables: [toy-loss, los", StringComparison.Ordinal);
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(spec));
        Assert.DoesNotContain("curves", string.Join('\n', error.Problems), StringComparison.Ordinal);
    }

    // A wrong parameter, kind, axis target or axis must not keep wrong names in curves for another round.
    [Theory]
    [InlineData("scale: 1 }", "scael: 1 }")]
    [InlineData("kind: toy-gd", "kind: toy-dg")]
    [InlineData("kind: toy-init", "kind: toy-initt")]
    [InlineData("sets: [init.lambda]", "sets: [initt.lambda]")]
    [InlineData("linspace: [-1, 1, 3]", "linspace: [-1, 1]")]
    [InlineData("steps: 400", "stepz: 400")]
    [InlineData("widths: [2, 2, 2]", "widths: [2, -2, 2]")]
    [InlineData("observables: [toy-loss", "observables: [los, toy-loss")]
    public void Load_MistakesOfAnyKind_ShowWrongAxesAndColumnsOfCurvesToo(string good, string bad)
    {
        string spec = Good.Replace("x: lambda, value: toy-loss", "x: lamdba, value: toy-los", StringComparison.Ordinal);
        Assert.Contains(good, spec, StringComparison.Ordinal);
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(spec.Replace(good, bad, StringComparison.Ordinal)));
        string[] shown = [.. error.Problems.Select(problem => $"{problem}")];
        Assert.Contains(shown, problem => problem.Contains("curves[0].x 'lamdba' is not an axis of this sweep", StringComparison.Ordinal));
        Assert.Contains(shown, problem => problem.Contains("curves[0].value 'toy-los' is not a measured column; did you mean 'toy-loss'?", StringComparison.Ordinal));
        Assert.True(shown.Length > 2, "and the mistake itself");
    }

    [Theory]
    [InlineData("scale: 1 }", "scael: 1 }")]
    [InlineData("linspace: [-1, 1, 3]", "linspace: [-1, 1]")]
    [InlineData("widths: [2, 2, 2]", "widths: [2, 2, 2], depht: 3")]
    [InlineData("toy-modes]", "toy-moeds]")]
    [InlineData("samples: 10", "samples: ten")]
    public void Load_MistakesOfAnyKind_AccuseNoRightName(string good, string bad)
    {
        string spec = Good + "  - { kind: toy-map, name: other, x: rate, value: toy-modes.7 }\n";
        Assert.Contains(good, spec, StringComparison.Ordinal);
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(spec.Replace(good, bad, StringComparison.Ordinal)));
        Assert.DoesNotContain(error.Problems, problem => $"{problem}".Contains("curves[", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_GoodSpec_Loads() => Assert.Equal(12, SweepPlan.Load(Good).PointCount);

    // The lists of valid names grow with the catalog.
    private static string WithNames(string expected) => expected
        .Replace("<models>", Names<Science.Models.Model>(), StringComparison.Ordinal)
        .Replace("<inits>", Names<Science.Initialisations.Initialisation>(), StringComparison.Ordinal)
        .Replace("<optimizers>", Names<Science.Optimizers.Optimizer>(), StringComparison.Ordinal)
        .Replace("<observables>", Names<Science.Observables.Observable>(), StringComparison.Ordinal);

    private static string Names<T>() => string.Join(", ", Science.Catalog.ScienceCatalog.Kinds(typeof(T)).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void GreatManyProblems_AreCounted_AndTheFirstShown()
    {
        string spec = Good + "\n" + string.Concat(Enumerable.Range(0, 45_000).Select(i => $"stepz{i}: 1\n"));
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(spec));
        Assert.Equal((100, 44_900), (error.Problems.Count, error.More));
        Assert.EndsWith("and 44,900 more", error.Message, StringComparison.Ordinal);
        Assert.Contains("stepz0 is not a known key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GreatManyAxes_AreRefusedAtOnce()
    {
        string axes = string.Join("\n  ", Enumerable.Range(0, 3000).Select(i => $"a{i}: {{ values: [1, 2], sets: init.scale{i} }}"));
        var error = Assert.Throws<SpecException>(() => SweepPlan.Load(WithAxes(axes)));
        Assert.Contains("axes '3000' are more axes than the limit of 256", error.Message, StringComparison.Ordinal);
    }
}
