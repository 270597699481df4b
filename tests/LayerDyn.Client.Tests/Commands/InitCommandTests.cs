using LayerDyn.Client.Starting;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. SpecTemplate.All.Select(template => template.Kind)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Init_OfEachModel_IsASpecThatRuns(string kind)
    {
        var (exit, output, error) = await CommandLine.RunAsync(_folder.Path, "init", "mine.yaml", "--model", kind);
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("mine.yaml: 3 points of ", output);
        string yaml = await File.ReadAllTextAsync(_folder["mine.yaml"]);
        Assert.True(yaml.Split('\n').Count(line => line.StartsWith('#')) >= 9);

        (exit, output, error) = await CommandLine.RunAsync(_folder.Path, "run", "mine.yaml", "--set", "steps=20", "--out", "out");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("expected 3 = finished 3 + diverged 0 + failed 0 + remaining 0", output);
    }

    [Fact]
    public async Task Init_FromOptions_HasWhatTheySay()
    {
        var (exit, _, error) = await CommandLine.RunAsync(
            _folder.Path, "init", "My first_one.yaml", "--axis", "init.std=0.1,1", "--axis", "optimizer.learningRate=0.01,0.02,0.03", "--metric", "loss", "kernel-distance", "--steps", "50", "--seeds", "2");
        Assert.Equal((0, ""), (exit, error));
        var plan = SweepPlan.Load(await File.ReadAllTextAsync(_folder["My first_one.yaml"]));

        Assert.Equal(("my-first-one", 12L, 2), (plan.Name, plan.PointCount, plan.Seeds));
        Assert.Equal(["std", "learningRate"], plan.Axes.Select(axis => axis.Name));
        Assert.Equal(["loss", "loss-map", "kernel-distance", "kernel-distance-map"], plan.Curves.Select(curve => curve.Name));
        Assert.Equal(50, plan.Experiment(0).Steps);
    }

    [Fact]
    public async Task Init_LeavesAFileAloneThatIsThere()
    {
        await File.WriteAllTextAsync(_folder["my-sweep.yaml"], "mine");
        var (exit, _, error) = await CommandLine.RunAsync(_folder.Path, "init");
        Assert.Equal(2, exit);
        Assert.Contains("'my-sweep.yaml' is there already", error);
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["my-sweep.yaml"]));
    }

    [Theory]
    [InlineData("did you mean 'transformer'?", "--model", "transfromer")]
    [InlineData("--axis 'init.std' must be PATH=VALUE,VALUE,...", "--axis", "init.std")]
    [InlineData("did you mean 'std'?", "--axis", "init.sdt=1,2")]
    [InlineData("did you mean 'loss'?", "--metric", "lss")]
    [InlineData("steps '0' must be at least 1", "--steps", "0")]
    public async Task Init_WithWhatIsNoSpec_SaysWhyAndWritesNothing(string message, params string[] args)
    {
        var (exit, _, error) = await CommandLine.RunAsync(_folder.Path, ["init", "x.yaml", .. args]);
        Assert.Equal(2, exit);
        Assert.Contains(message, error);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }
}
