using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

public sealed class RunCommandTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Run_OnASpec_WritesResultsAndSaysWhereTheyAre()
    {
        var (exit, output, error) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");

        Assert.Equal(("", 0), (error, exit));
        Assert.Contains("expected 10 = finished 10 + diverged 0 + failed 0 + remaining 0", output);
        Assert.Contains(Path.Combine("curves", "distance.png"), output);
        Assert.DoesNotContain('\r', output); // plain lines when piped
        string sweep = _workspace.SweepFolder();
        foreach (string file in (string[])["spec.yaml", "resolved.yaml", "summary.json", "curves/distance.csv", "curves/distance.svg"])
            Assert.True(File.Exists(Path.Combine(sweep, file)), file);
        Assert.Equal(Workspace.Spec, File.ReadAllText(Path.Combine(sweep, "spec.yaml")));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "summary.json")));
        Assert.Equal(10, summary.RootElement.GetProperty("ledger").GetProperty("finished").GetInt32());
    }

    [Fact]
    public async Task Run_Again_ComputesNothingAndSaysSo()
    {
        await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Contains("nothing was computed", output);
    }

    [Fact]
    public async Task Run_WithJson_PrintsOneDocument()
    {
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out", "--json", "--set", "steps=10");

        using var document = JsonDocument.Parse(output);
        Assert.Equal((0, 10, "ended"), (exit, document.RootElement.GetProperty("finished").GetInt32(), document.RootElement.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Run_InterruptedByCtrlC_KeepsWhatIsFinishedAndGoesOnLater()
    {
        string[] args = ["run", "small.yaml", "--out", "out", "--set", "steps=100000000", "--set", "init.scale=2", "--pack", "1", "--lanes", "1"];
        using (var command = CommandLine.Start(_workspace.Folder, args))
        {
            await FirstSegmentAsync();
            command.CtrlC();
            var (exit, output, error) = await command.EndAsync();
            Assert.Equal((130, ""), (exit, error));
            Assert.Contains("the same command goes on from here", output);
        }

        int kept = Directory.GetFiles(Path.Combine(_workspace.SweepFolder(), "results")).Length;
        Assert.InRange(kept, 1, 9);
        var (again, rest, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        Assert.Equal(0, again);
        Assert.Contains($"{kept} points were in the store already", rest);
        Assert.Equal(10, Directory.GetFiles(Path.Combine(_workspace.SweepFolder(), "results")).Length);
    }

    [Fact]
    public async Task Run_KilledHard_GoesOnLater()
    {
        string[] args = ["run", "small.yaml", "--out", "out", "--set", "steps=30000000", "--set", "init.scale=2", "--pack", "1", "--lanes", "1"];
        using (var command = CommandLine.Start(_workspace.Folder, args))
        {
            await FirstSegmentAsync();
            command.KillHard();
            await command.EndAsync();
        }

        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        Assert.Equal(0, exit);
        Assert.Contains("finished 10 + diverged 0 + failed 0 + remaining 0", output);
    }

    /// <summary>Waits for the manifest of the first shard to list a segment.</summary>
    private async Task FirstSegmentAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string store = Path.Combine(_workspace.Folder, "out");
        while (!Directory.Exists(store) || !Directory.EnumerateFiles(store, "00000.json", SearchOption.AllDirectories)
            .Any(file => File.ReadAllText(file).Contains("\"points\"", StringComparison.Ordinal)))
            await Task.Delay(20, limit.Token);
    }
}
