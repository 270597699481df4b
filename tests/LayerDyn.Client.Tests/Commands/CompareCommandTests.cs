using System.Text.Json;
using System.Text.RegularExpressions;

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

        Assert.Equal((0, "steps"), (exit, difference.GetProperty("path").GetString()));
        Assert.Equal(["300", "50"], difference.GetProperty("values").EnumerateArray().Select(value => value.GetString()));
        Assert.Equal([10L, 10L], json.RootElement.GetProperty("sweeps").EnumerateArray().Select(sweep => sweep.GetProperty("finished").GetInt64()));
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
        Assert.Contains("'small' and 'small@1' are both the sweep small-", error);
    }

    [Fact]
    public async Task Compare_OfThree_SetsEachBesideTheFirst()
    {
        string other = runs.Workspace.Write("other.yaml", Workspace.Spec.Replace("name: small", "name: other", StringComparison.Ordinal).Replace("samples: 10", "samples: 12", StringComparison.Ordinal));
        Assert.Equal(0, (await CommandLine.RunAsync(Folder, "run", other, "--set", "steps=50", "--out", "out")).Exit);
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "compare", "small@2", "small", "other", "--out", "out", "--to", "three");

        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(@"(?m)^ +small-[0-9a-f]{8} +small-[0-9a-f]{8} +other-[0-9a-f]{8}$", output);
        Assert.Matches(@"(?m)^  steps +300 +50 +50$", output);
        Assert.Matches(@"(?m)^  task\.samples +10 +10 +12$", output);
        Assert.Matches(@"(?m)^  name +small +small +other$", output);
        Assert.Equal(3, Regex.Count(output, @"(?m)^  \w+-[0-9a-f]{8} +completed +[0-9.]+ s +10 +10 "));
        Assert.Matches("(?m)^  other-[0-9a-f]{8}: has no such curve$", output); // loss
        string map = await File.ReadAllTextAsync(Path.Combine(Folder, "three", "distance.svg"));
        Assert.All((string[])["small@", "other"], name => Assert.Contains(name, map));
    }

    [Fact]
    public async Task Compare_OfOneNameOrTooMany_SaysHowMany()
    {
        Assert.Contains("name two sweeps or more", (await CommandLine.RunAsync(Folder, "compare", "small", "--out", "out")).Error);
        var (exit, _, error) = await CommandLine.RunAsync(Folder, ["compare", .. Enumerable.Repeat("small", 7), "--out", "out"]);
        Assert.Equal(2, exit);
        Assert.Contains("7 sweeps are named: at most 6", error);
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
