using System.Text.Json;
using LayerDyn.Client.Commands;
using LayerDyn.Science.Files;

namespace LayerDyn.Client.Tests.Commands;

/// <summary><c>layerdyn export --what weights</c> and what else is kept, from a folder.</summary>
public sealed class KeptExportTests(KeptExportTests.OneRun run) : IClassFixture<KeptExportTests.OneRun>
{
    private string Folder => run.Workspace.Folder;

    [Theory]
    [InlineData("weights", 30, "W1 W2")]
    [InlineData("outputs", 10, "outputs.train")]
    [InlineData("kept", 31, "W1 W2 outputs.train")]
    public async Task Export_Part_IsAFileOfItsTensorsForEachPointAndStep(string part, int files, string tensors)
    {
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "export", "small", "--what", part, "--to", $"of-{part}", "--out", "out");

        Assert.Equal((0, ""), (exit, error));
        Assert.Matches($"^small-[0-9a-f]{{8}}: {part} of 10 points written to of-{part} \\({files} files\\)\n$", output);
        Assert.Equal(files, Directory.GetFiles(Path.Combine(Folder, $"of-{part}")).Length);
        Assert.Equal(tensors.Split(' '), Safetensors.Read(File.ReadAllBytes(Path.Combine(Folder, $"of-{part}", "00000004-300.safetensors"))).Tensors.Keys);
    }

    [Fact]
    public async Task Export_OfSomePoints_IsOfThese()
    {
        var (exit, output, _) = await CommandLine.RunAsync(Folder, "export", "small", "--what", "weights", "--to", "some", "--where", "lambda=1", "--where", "scale=4", "--out", "out");
        Assert.Equal(0, exit);
        Assert.Contains("weights of 1 point written to some (3 files)", output);
    }

    [Fact]
    public async Task Export_Data_IsTheOneFileThatAllPointsShare()
    {
        var (exit, _, _) = await CommandLine.RunAsync(Folder, "export", "small", "--what", "data", "--to", "data", "--out", "out");
        Assert.Equal(0, exit);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "data")));
        Assert.Equal([10L, 2], Safetensors.Read(File.ReadAllBytes(file)).Tensors["inputs.train"].Dimensions);
    }

    [Theory]
    [InlineData("../x.safetensors")]
    [InlineData("/tmp/x.safetensors")]
    [InlineData("sub/x.safetensors")]
    [InlineData("..\\x.safetensors")]
    [InlineData("..")]
    [InlineData("")]
    public void FileOf_NameWithAFolder_IsRefused(string name)
    {
        var error = Assert.Throws<UserException>(() => KeptExport.FileOf("to", name));
        Assert.Contains($"'{name}' is sent as the name of a file", error.Message);
        Assert.Equal(Path.Combine("to", "00000004-0.safetensors"), KeptExport.FileOf("to", "00000004-0.safetensors"));
    }

    [Fact]
    public async Task Export_WhereAnotherPartLies_WritesNothingOverAndTheSameAgain()
    {
        string[] export = ["export", "small", "--to", "twice", "--out", "out", "--what"];
        Assert.Equal(0, (await CommandLine.RunAsync(Folder, [.. export, "weights"])).Exit);
        var before = Directory.GetFiles(Path.Combine(Folder, "twice")).ToDictionary(file => file, File.ReadAllBytes);

        var (exit, _, error) = await CommandLine.RunAsync(Folder, [.. export, "outputs"]);
        Assert.Equal(2, exit);
        Assert.Contains("-300.safetensors' is there, holds something else than outputs of this sweep, and is not written over", error);
        Assert.Contains("name another folder by --to", error);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));

        (exit, string output, _) = await CommandLine.RunAsync(Folder, [.. export, "weights"]);
        Assert.Equal(0, exit);
        Assert.Contains("(30 files)", output);
    }

    [Theory]
    [InlineData("has no features of these points", "keep: { features: [0, last] }", "--what", "features", "--to", "none")]
    [InlineData("must be a folder", "", "--what", "weights", "--to", "-")]
    [InlineData("must be a folder", "", "--what", "weights", "--to", "small.yaml")]
    [InlineData("are of tables", "", "--what", "weights", "--to", "none", "--columns", "loss")]
    [InlineData("--where 'lamda' is no axis", "did you mean 'lambda'?", "--what", "weights", "--to", "none", "--where", "lamda=1")]
    public async Task Export_WithBadInput_IsRefusedWithARemedy(string message, string remedy, params string[] args)
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, ["export", "small", .. args, "--out", "out"]);
        Assert.Equal(2, exit);
        Assert.Contains(message, error);
        Assert.Contains(remedy, error);
    }

    [Fact]
    public async Task Export_DamagedFile_LeavesItOutAndSaysSo()
    {
        string file = Directory.GetFiles(Path.Combine(run.Damaged.SweepFolder(), "kept"), "00000004-0.*").Single();
        File.WriteAllText(file, "x");
        var (exit, output, error) = await CommandLine.RunAsync(run.Damaged.Folder, "export", "small", "--what", "weights", "--to", "w", "--out", "out");
        Assert.Equal(1, exit);
        Assert.Contains("(29 files)", output);
        Assert.Contains("kept/00000004-0.safetensors has 1 bytes instead of", error);
        (exit, output, _) = await CommandLine.RunAsync(run.Damaged.Folder, "verify", "small", "--out", "out");
        Assert.Equal(1, exit);
        Assert.Contains("kept/00000004-0.safetensors has 1 bytes instead of", output);
    }

    [Fact]
    public async Task Point_ThatKeepsSomething_ShowsItsFiles()
    {
        var (_, output, _) = await CommandLine.RunAsync(Folder, "point", "small", "4", "--out", "out");
        Assert.Contains("kept at step 300: 00000004-300.safetensors", output);
        (_, output, _) = await CommandLine.RunAsync(Folder, "point", "small", "4", "--json", "--out", "out");
        using var json = JsonDocument.Parse(output);
        Assert.Equal(["0", "100", "300", ""], json.RootElement.GetProperty("kept").EnumerateArray().Select(file => file.GetProperty("step").ToString()));
    }

    [Fact]
    public async Task Validate_SaysWhatIsKept()
    {
        var (_, output, _) = await CommandLine.RunAsync(Folder, "validate", "small.yaml");
        Assert.Matches("kept: up to [0-9.]+ kB of all points", output);
    }

    /// <summary>Two folders with a completed sweep that keeps weights, outputs and data.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        public Workspace Workspace { get; } = new();

        public Workspace Damaged { get; } = new();

        public async Task InitializeAsync()
        {
            foreach (var workspace in (Workspace[])[Workspace, Damaged])
            {
                workspace.Write("small.yaml", Client.Tests.Workspace.Spec.Replace("axes:", "keep: { weights: [0, 100, last], outputs: last, data: true }\naxes:"));
                Assert.Equal(0, (await CommandLine.RunAsync(workspace.Folder, "run", "small.yaml", "--out", "out")).Exit);
            }
        }

        public Task DisposeAsync()
        {
            Workspace.Dispose();
            Damaged.Dispose();
            return Task.CompletedTask;
        }
    }
}
