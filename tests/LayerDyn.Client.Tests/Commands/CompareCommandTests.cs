using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

public sealed class CompareCommandTests(CompareCommandTests.TwoRuns runs) : IClassFixture<CompareCommandTests.TwoRuns>
{
    private string Folder => runs.Workspace.Folder;

    [Fact]
    public async Task Compare_SaysWhatDiffers_AndDrawsBothIntoOnePicture()
    {
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "compare", "small@2", "small", "--out", "out", "--to", "both");

        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(@"(?m)^  steps +300 +50$", output);
        Assert.Matches(@"(?m)^  small-[0-9a-f]{8} +completed +[0-9.]+ s +10 +10 +0 +0 +0$", output);
        Assert.Contains(Path.Combine("both", "distance.png"), output);
        foreach (string file in (string[])["distance.png", "distance.svg", "loss.png", "loss.svg"]) Assert.True(new FileInfo(Path.Combine(Folder, "both", file)).Length > 1000, file);
        string svg = await File.ReadAllTextAsync(Path.Combine(Folder, "both", "loss.svg"));
        Assert.StartsWith("<?xml", svg);
    }

    [Fact]
    public async Task Compare_AsJson_HasTheSame()
    {
        var (exit, output, _) = await CommandLine.RunAsync(Folder, "compare", "small@2", "small@1", "--out", "out", "--to", "json", "--json");
        using var json = JsonDocument.Parse(output);
        var difference = Assert.Single(json.RootElement.GetProperty("differences").EnumerateArray());

        Assert.Equal((0, "steps", "300", "50"), (exit, difference.GetProperty("path").GetString(), difference.GetProperty("first").GetString(), difference.GetProperty("second").GetString()));
        Assert.Equal(["distance", "loss"], json.RootElement.GetProperty("curves").EnumerateArray().Select(curve => curve.GetProperty("name").GetString()).Order());
        Assert.All(json.RootElement.GetProperty("curves").EnumerateArray(), curve => Assert.True(File.Exists(Path.Combine(Folder, curve.GetProperty("picture").GetString()!))));
    }

    [Fact]
    public async Task Compare_WithoutACommonCurve_SaysSo()
    {
        await CommandLine.RunAsync(Folder, "run", "stages", "--quick", "--set", "curves=[{ kind: trajectory, name: modes, value: mode-strength }]", "--out", "out");
        var (exit, output, _) = await CommandLine.RunAsync(Folder, "compare", "small", "stages", "--out", "out", "--to", "none");

        Assert.Equal(0, exit);
        Assert.Contains("no curve is drawn of both", output);
        Assert.Matches("modes: not in one picture: only stages-[0-9a-f]{8} has it", output);
        Assert.False(Directory.Exists(Path.Combine(Folder, "none")));
    }

    [Fact]
    public async Task Compare_OfOneSweep_IsRefused()
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, "compare", "small", "small@1", "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains("both are the sweep small-", error);
    }

    /// <summary>Two sweeps of one name that differ in their steps.</summary>
    public sealed class TwoRuns : IAsyncLifetime
    {
        public Workspace Workspace { get; } = new();

        public async Task InitializeAsync()
        {
            string spec = Workspace.Write("small.yaml", Workspace.Spec + "  - { kind: trajectory, name: loss, value: loss, where: { lambda: 0 }, by: [scale] }\n");
            foreach (string[] how in (string[][])[[], ["--set", "steps=50"]]) Assert.Equal((0, ""), Exit(await CommandLine.RunAsync(Workspace.Folder, ["run", spec, "--out", "out", .. how])));

            static (int, string) Exit((int Exit, string Output, string Error) end) => (end.Exit, end.Error);
        }

        public Task DisposeAsync()
        {
            Workspace.Dispose();
            return Task.CompletedTask;
        }
    }
}
