using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

public sealed class OtherCommandTests(OtherCommandTests.OneRun run) : IClassFixture<OtherCommandTests.OneRun>
{
    [Fact]
    public async Task Validate_PrintsGridStepsAndWork()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "validate", "small.yaml");

        Assert.Equal(0, exit);
        Assert.Contains("10 points", output);
        Assert.Contains("axis lambda: 5 values -2 ... 2 set init.lambda", output);
        Assert.Contains("steps: 3,000 in all", output);
    }

    [Fact]
    public async Task Recipes_AreListedAndEveryOneIsValidWithItsQuickVariant()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "recipes", "--json");
        Assert.Equal(0, exit);
        using var recipes = JsonDocument.Parse(output);
        var names = recipes.RootElement.EnumerateArray().Select(recipe => recipe.GetProperty("name").GetString()!).ToList();
        Assert.Superset(new HashSet<string>(["lazy-rich-imbalance", "lazy-rich-scale", "stages", "emergence-time", "grokking-mnist"]), names.ToHashSet());
    }

    // In a folder with results: what completes names of sweeps is asked by the help, too.
    [Fact]
    public async Task Help_OfEveryCommand_IsThere_AndNamesNoSweep()
    {
        var (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, "--help");
        Assert.Equal((0, ""), (exit, error));
        string[] commands = [.. output[output.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1).Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line[2] != ' ').Select(line => line.Trim().Split(' ')[0])];
        Assert.Superset(new HashSet<string>(["run", "status", "pause", "delete", "completion"]), commands.ToHashSet());
        foreach (string command in commands)
        {
            (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, command, "--help");
            Assert.Equal((command, 0, ""), (command, exit, error));
            Assert.Contains("Usage:", output);
            Assert.DoesNotContain("<small", output);
        }
    }

    [Fact]
    public async Task Status_AddsUp()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "status", "small", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Contains("expected 10 = finished 10 + diverged 0 + failed 0 + remaining 0", output);
    }

    [Fact]
    public async Task Point_ShowsWhereItStandsAndItsRows()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "point", "small", "3", "--out", "out");
        Assert.Equal(0, exit);
        Assert.StartsWith("point 3 of small-", output);
        Assert.Contains(": finished", output);
        Assert.Contains("to step 300 of 300; the last 5:", output);

        (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "point", "small", "3", "--out", "out", "--json");
        using var json = JsonDocument.Parse(output);
        Assert.Equal((0, "finished"), (exit, json.RootElement.GetProperty("state").GetString()));
        int rows = json.RootElement.GetProperty("rows").GetArrayLength();

        (exit, output, string error) = await CommandLine.RunAsync(run.Workspace.Folder, "point", "small", "3", "--out", "out", "--watch");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, rows + 1), (exit, lines.Length));
        Assert.StartsWith("step,loss", lines[0]);
        Assert.Contains("the point is finished", error);
    }

    [Theory]
    [InlineData("10", "has no point 10")]
    [InlineData("-1", "index must be at least 0")]
    [InlineData("x", "Cannot parse argument 'x'")]
    public async Task Point_ThatThereIsNot_IsRefused(string index, string why)
    {
        var (exit, _, error) = await CommandLine.RunAsync(run.Workspace.Folder, "point", "small", "--out", "out", "--", index);
        Assert.Equal(2, exit);
        Assert.Contains(why, error);
    }

    [Fact]
    public async Task Status_OfASweepWhoseFolderWasDeleted_SaysThatThereIsNone()
    {
        using var workspace = new Workspace();
        await CommandLine.RunAsync(workspace.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=3");
        Directory.Delete(workspace.SweepFolder(), recursive: true);

        foreach (string[] name in (string[][])[[], ["small"]])
        {
            var (exit, _, error) = await CommandLine.RunAsync(workspace.Folder, ["status", .. name, "--out", "out"]);
            Assert.Equal(2, exit);
            Assert.Contains("there is no sweep", error);
        }
    }

    [Fact]
    public async Task Delete_AsksOrIsTold_AndLeavesNothing()
    {
        using var workspace = new Workspace();
        foreach (string steps in (string[])["3", "4"]) await CommandLine.RunAsync(workspace.Folder, "run", "small.yaml", "--out", "out", "--set", $"steps={steps}", "--set", $"name=small{steps}");
        var (exit, output, _) = await CommandLine.RunAsync(workspace.Folder, "du", "--out", "out");
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 3), (exit, lines.Length));
        Assert.EndsWith("in 2 sweeps", lines[^1]);

        (exit, _, string error) = await CommandLine.RunInShellAsync(workspace.Folder, "\"$0\" \"$@\" < /dev/null", "delete", "small3", "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains("give --yes", error);
        (exit, _, error) = await CommandLine.RunAsync(workspace.Folder, "delete", "small5", "--out", "out", "--yes");
        Assert.Equal(2, exit);
        Assert.Contains("there is no sweep 'small5'", error);
        (exit, output, _) = await CommandLine.RunAsync(workspace.Folder, "delete", "small3", "--out", "out", "--yes", "--json");
        using var deleted = JsonDocument.Parse(output);
        Assert.Equal(0, exit);
        Assert.InRange(deleted.RootElement.GetProperty("files").GetInt64(), 8, 30);
        Assert.Empty(Directory.GetDirectories(Path.Combine(workspace.Folder, "out"), "small3*"));

        (exit, output, _) = await CommandLine.RunAsync(workspace.Folder, "gc", "--out", "out");
        Assert.Equal((0, "nothing is left over"), (exit, output.Trim()));
        (exit, _, _) = await CommandLine.RunAsync(workspace.Folder, "status", "small4", "--out", "out");
        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task Delete_OfASweepThatIsMarkedAsRunning_NeedsForce()
    {
        using var workspace = new Workspace();
        using (var running = CommandLine.Start(workspace.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=900000000"))
        {
            while (!Directory.Exists(Path.Combine(workspace.Folder, "out", "active")) || Directory.GetFiles(Path.Combine(workspace.Folder, "out", "active"), "small-*").Length == 0) await Task.Delay(50);
            var (refused, _, held) = await CommandLine.RunAsync(workspace.Folder, "delete", "small", "--out", "out", "--yes", "--force");
            Assert.Equal(2, refused);
            Assert.Contains("another process is running", held);
            running.KillHard();
            await running.EndAsync();
        }

        var (exit, _, error) = await CommandLine.RunAsync(workspace.Folder, "delete", "small", "--out", "out", "--yes");
        Assert.Equal(2, exit);
        Assert.Contains("marked as running", error);
        (exit, _, _) = await CommandLine.RunAsync(workspace.Folder, "delete", "small", "--out", "out", "--yes", "--force");
        Assert.Equal(0, exit);
        Assert.Empty(Directory.GetDirectories(Path.Combine(workspace.Folder, "out"), "small-*"));
    }

    [Fact]
    public async Task Curves_AreDrawnAgainFromTheRecords()
    {
        string csv = Path.Combine(run.Workspace.SweepFolder(), "curves", "distance.csv");
        byte[] before = await File.ReadAllBytesAsync(csv);
        File.Delete(csv);
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "curves", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Contains("distance.png", output);
        Assert.Equal(before, await File.ReadAllBytesAsync(csv));
    }

    [Theory]
    [InlineData("records", "csv")]
    [InlineData("results", "csv")]
    [InlineData("records", "parquet")]
    [InlineData("results", "parquet")]
    [InlineData("records", "npz")]
    [InlineData("results", "npz")]
    public async Task Export_WritesOneTable(string what, string format)
    {
        string file = $"{what}.{format}";
        var (exit, _, error) = await CommandLine.RunAsync(run.Workspace.Folder, "export", "--out", "out", "--what", what, "--to", file);

        Assert.Equal(("", 0), (error, exit));
        byte[] bytes = await File.ReadAllBytesAsync(Path.Combine(run.Workspace.Folder, file));
        if (format == "parquet")
        {
            Assert.Equal("PAR1"u8, bytes.AsSpan(0, 4));
            return;
        }

        if (format == "npz")
        {
            Assert.Equal("PK"u8, bytes.AsSpan(0, 2));
            return;
        }

        string[] lines = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd().Split('\n');
        Assert.StartsWith("point,id,lambda,scale,seed,status,", lines[0]);
        Assert.EndsWith("loss,kernel-distance", lines[0]);
        if (what == "results") Assert.Equal(11, lines.Length);
    }

    [Theory]
    [InlineData("csv", "point,id,")]
    [InlineData("parquet", "PAR1")]
    [InlineData("npz", "PK")]
    public async Task Export_ToStandardOutput_IsTheTableAndNothingElse(string format, string start)
    {
        string[] args = ["export", "--out", "out", "--what", "results", "--format", format];
        var (exit, output, error) = await CommandLine.RunAsync(run.Workspace.Folder, [.. args, "--to", "-"]);

        Assert.Equal(("", 0), (error, exit));
        Assert.StartsWith(start, output);
        if (format != "csv") return;
        await CommandLine.RunAsync(run.Workspace.Folder, [.. args, "--to", "table"]);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(run.Workspace.Folder, "table")), output);
    }

    [Fact]
    public async Task History_SaysWhenTheSweepWasSubmitted()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "history", "small", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  submitted\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  completed\n$", output);
    }

    [Fact]
    public async Task Logs_OfAFolder_TellItsHistory_AndFollowNobody()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "logs", "small", "--out", "out");
        Assert.Equal(0, exit);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  information  submitted\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ  information  completed\n$", output);
        (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "logs", "small", "--out", "out", "--json", "--lines", "1");
        Assert.Equal((0, "completed"), (exit, JsonDocument.Parse(output).RootElement.GetProperty("message").GetString()));
        Assert.Equal((0, ""), (exit, (await CommandLine.RunAsync(run.Workspace.Folder, "logs", "small", "0", "--out", "out")).Output));
        foreach (string[] wrong in (string[][])[["--follow"], ["--level", "loud"], ["--lines", "0"], ["4000"], ["-1"]])
            Assert.Equal(2, (await CommandLine.RunAsync(run.Workspace.Folder, ["logs", "small", .. wrong, "--out", "out"])).Exit);
    }

    [Fact]
    public async Task Version_IsThatOfTheBuild()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "--version");

        Assert.Equal(0, exit);
        Assert.Matches(@"^\d+\.\d+\.\d+", output);
        Assert.StartsWith(typeof(CommandLine).Assembly.GetName().Version!.ToString(3), output);
    }

    // When this fails: dotnet run -c Release --project client -- COMMAND > infra/docs/FILE
    [Theory]
    [InlineData("reference", "reference.md")]
    [InlineData("schema", "spec.schema.json")]
    public async Task Reference_InTheDocs_IsThatOfTheCode(string command, string file)
    {
        var (_, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, command);

        Assert.Equal(await File.ReadAllTextAsync(RepositoryRoot.Of("infra", "docs", file)), output);
    }

    [Fact]
    public async Task Doctor_SaysWhatThisMachineHas()
    {
        var (exit, output, _) = await CommandLine.RunAsync(run.Workspace.Folder, "doctor", "--json", "--out", "out");

        using var checks = JsonDocument.Parse(output);
        Assert.All(checks.RootElement.EnumerateArray(), check => Assert.True(check.GetProperty("good").GetBoolean(), check.ToString()));
        Assert.Equal((0, 7), (exit, checks.RootElement.GetArrayLength()));
    }

    /// <summary>One small sweep for all tests of this class.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        public Workspace Workspace { get; } = new();

        public async Task InitializeAsync() => await CommandLine.RunAsync(Workspace.Folder, "run", "small.yaml", "--out", "out");

        public Task DisposeAsync()
        {
            Workspace.Dispose();
            return Task.CompletedTask;
        }
    }
}
