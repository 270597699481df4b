using System.Buffers.Binary;
using LayerDyn.Client.Starting;
using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Client.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private const string Mnist = "mnist";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Begun => [.. SpecTemplate.All.Select(template => template.Name).Where(name => name != Mnist)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Begun))]
    public async Task Init_OfEachBeginning_IsASpecThatRuns(string begun)
    {
        var (exit, output, error) = await CommandLine.RunAsync(_folder.Path, "init", "mine.yaml", "--model", begun);
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
    public async Task Init_OfAStudyOfImages_VariesWidthAndLearningRate()
    {
        foreach (string kind in (string[])["train", "t10k"])
        {
            await File.WriteAllBytesAsync(_folder[$"{kind}-images-idx3-ubyte"], Idx(0x803, 3000, 784));
            await File.WriteAllBytesAsync(_folder[$"{kind}-labels-idx1-ubyte"], Idx(0x801, 3000, 1));
        }

        var (exit, output, error) = await CommandLine.RunAsync(
            _folder.Path, new Dictionary<string, string> { ["LAYERDYN_MNIST"] = _folder.Path }, "init", "digits.yaml", "--model", Mnist);
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("digits.yaml: 12 points of 200 steps", output);
        string yaml = await File.ReadAllTextAsync(_folder["digits.yaml"]);
        Assert.Contains("epochs: 10", yaml);
        Assert.Contains("""width: { values: [16, 64, 256], sets: ["model.widths[1]"] }""", yaml);
        Assert.Contains("{ kind: heatmap, name: test-accuracy-map, x: learningRate, y: width, value: test-accuracy, at: last }", yaml);
    }

    [Fact]
    public async Task Init_OfImagesThatAreNotThere_SaysWhereToGetThem()
    {
        var (exit, _, error) = await CommandLine.RunAsync(
            _folder.Path, new Dictionary<string, string> { ["LAYERDYN_MNIST"] = _folder["none"] }, "init", "digits.yaml", "--model", Mnist);
        Assert.Equal(2, exit);
        Assert.Contains("run infra/fetch-mnist.sh", error);
        Assert.False(File.Exists(_folder["digits.yaml"]));
    }

    [Theory]
    [InlineData("init.std=0.1,1", "std", "init.std", "0.1|1")]
    [InlineData("width:model.widths[1]=16,64", "width", "model.widths[1]", "16|64")]
    [InlineData("model.widths[1]=16", "widths", "model.widths[1]", "16")]
    [InlineData("depth:model.widths=[4,4,4], [4,4,4,4]", "depth", "model.widths", "[4,4,4]|[4,4,4,4]")]
    [InlineData("optimizer.kind=gd,adam", "kind", "optimizer.kind", "gd|adam")]
    public void Axis_HasANameOfItsOwn_OrThatOfItsParameter(string written, string name, string path, string values)
    {
        var axis = NewAxis.Parse(written);
        Assert.Equal((name, path, values), (axis.Name, axis.Path, string.Join('|', axis.Values)));
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
    [InlineData("--axis 'a:b:init.std=1' must be PATH=VALUE,VALUE,...", "--axis", "a:b:init.std=1")]
    [InlineData("--axis 'model.widths=[2,2' must be PATH=VALUE,VALUE,...", "--axis", "model.widths=[2,2")]
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

    /// <summary>An IDX file of zeros.</summary>
    private static byte[] Idx(int magic, int count, int size)
    {
        byte[] file = new byte[(magic == 0x803 ? 16 : 8) + (count * size)];
        BinaryPrimitives.WriteInt32BigEndian(file, magic);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), count);
        if (magic != 0x803) return file;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), 28);
        return file;
    }
}
