using System.Globalization;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    public void Load_EmptyDocument_IsRefused(string yaml) =>
        Assert.Equal("spec is empty; start from a shipped recipe: layerdyn recipes", Message(yaml));

    [Fact]
    public void Load_List_IsRefused() =>
        Assert.Equal("line 1: spec 'a list' must be a mapping; start from a shipped recipe: layerdyn recipes", Message("- a\n"));

    [Theory]
    [InlineData("<<: *base, learningRate: 0.2", "learningRate: 0.2", "momentum: 0.5")] // what is written goes before,
    [InlineData("learningRate: 0.2, <<: *base", "learningRate: 0.2", "momentum: 0.5")] // wherever it stands
    [InlineData("<<: [*base, { kind: sgd, momentum: 0.9 }]", "kind: gd", "momentum: 0.5")] // and the first before the others
    public void Load_MergeKey_TakesEntriesOver(string optimizer, params string[] resolved)
    {
        var plan = SweepPlan.Load($$"""
            name: merged
            model: { kind: deep-linear, widths: [2, 2, 2] }
            init: { kind: lambda-balanced, lambda: 0, scale: 1 }
            task: { kind: gaussian-regression, samples: 10, whiten: true }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 10
            measure: { at: { every: 1 }, observables: [loss] }
            variants:
              base: { optimizer: &base { kind: gd, learningRate: 0.1, momentum: 0.5 } }
              other: { optimizer: { {{optimizer}} } }
            """, [], "other");
        foreach (string part in resolved) Assert.Contains(part, plan.ResolvedYaml);
    }

    [Theory]
    [InlineData("a: { <<: 3 }", "line 1: a.<< '3' must be a mapping to take entries over from, or a list of them: write <<: *NAME, with &NAME at a mapping before it")]
    [InlineData("a: { <<: [{ b: 1 }, 2] }", "line 1: a.<< '[a mapping, 2]' must be a mapping to take entries over from")]
    [InlineData("a: { \"<<\": { kind: x } }", "line 1: a is not a known key")]
    public void Load_MergeKeyOfNoMapping_IsNamed(string yaml, string problem) => Assert.Contains(problem, Message(yaml));

    [Fact]
    public void Load_AliasBomb_EndsAtTheLimit()
    {
        string yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 12; i++)
            yaml += string.Create(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Assert.Equal("line 6: a5[3] makes the spec larger than 500000 values, with aliases written out", Message(yaml));
    }

    [Fact]
    public void Load_AnchorsInReason_AreWrittenOut()
    {
        var problems = new SpecProblems();
        var node = YamlReader.Read("a: &x [1, 2]\nb: *x\n", new SweepLimits(), problems);
        Assert.True(problems.IsEmpty);
        Assert.Equal("[1, 2]", ((SpecMap)node!)["b"]!.ToString());
    }

    [Fact]
    public void Load_RecursiveAnchor_IsRefused() =>
        Assert.Equal("line 1: a[0] '*x' refers to an anchor that is not written before it", Message("a: &x [*x]\n").Split(Environment.NewLine).Single(line => line.Contains("*x", StringComparison.Ordinal)));

    [Fact]
    public void Load_DeepNesting_EndsAtTheLimit()
    {
        string message = Message("a: " + new string('[', 100_000));
        Assert.EndsWith("is nested more than 64 levels deep", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_LongText_IsRefused() =>
        Assert.Equal("spec '17' must have at most 10 characters", Assert.Throws<SpecException>(
            () => SweepPlan.Load("name: seventeen!!", limits: new SweepLimits { MaxCharacters = 10 })).Message);

    [Theory]
    [InlineData("1e-3", 0.001)]
    [InlineData("+.5", 0.5)]
    [InlineData("12345678901234567890", 12345678901234567890.0)]
    [InlineData("-7", -7L)]
    [InlineData("yes", "yes")]
    [InlineData("0x10", "0x10")]
    [InlineData("1_000", "1_000")]
    [InlineData("True", true)]
    [InlineData("~", null)]
    public void Parse_PlainScalar_FollowsTheCoreSchema(string text, object? expected) => Assert.Equal(expected, YamlScalars.Parse(text));

    private static string Message(string yaml) => Assert.Throws<SpecException>(() => SweepPlan.Load(yaml)).Message;
}
