using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

/// <summary>Names of sweeps where a store has several of one name.</summary>
public sealed class SweepNameTests(SweepNameTests.ThreeRuns runs) : IClassFixture<SweepNameTests.ThreeRuns>
{
    private string Folder => runs.Workspace.Folder;

    [Theory]
    [InlineData("small", "expected 20 =")]
    [InlineData("small@1", "expected 20 =")]
    [InlineData("small@2", "expected 10 =")]
    public async Task Status_OfAName_IsOfTheNewest(string name, string ledger)
    {
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "status", name, "--out", "out");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains(ledger, output);
    }

    [Fact]
    public async Task EveryCommand_TakesTheFormsOfAName()
    {
        string oldest = (await ListAsync())[^1].GetProperty("sweep").GetString()!;
        string byPlace = "small@3", byId = $"small@{oldest[^8..]}";
        foreach (string name in (string[])[byPlace, byId, oldest])
        {
            foreach (string[] command in (string[][])[["status", name], ["history", name], ["point", name, "0"], ["verify", name], ["export", name, "--what", "results", "--to", "out.csv"]])
            {
                var (exit, output, error) = await CommandLine.RunAsync(Folder, [.. command, "--out", "out"]);
                Assert.Equal((0, ""), (exit, error));
                if (command[0] != "history") Assert.Contains(oldest, output);
            }
        }
    }

    [Fact]
    public async Task List_IsNewestFirst_WithWhatEachWasSubmittedWith()
    {
        var sweeps = await ListAsync();
        Assert.Equal([("", "seeds=2"), ("quick", ""), ("", "")], sweeps.Select(sweep => (sweep.GetProperty("variant").GetString()!, string.Join(' ', sweep.GetProperty("set").EnumerateArray()))));
        Assert.All(sweeps, sweep => Assert.Equal("completed", sweep.GetProperty("state").GetString()));
        Assert.All(sweeps, sweep => Assert.True(sweep.GetProperty("seconds").GetDouble() > 0));

        var (exit, output, _) = await CommandLine.RunAsync(Folder, "list", "--out", "out");
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal((0, 4), (exit, lines.Length));
        Assert.Matches("^sweep +submitted \\(UTC\\) +took +state +points +submitted with$", lines[0]);
        Assert.Matches("^small-[0-9a-f]{8} +\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d +[0-9.]+ s +completed +20 +seeds=2$", lines[1]);
        Assert.EndsWith("variant quick", lines[2]);
    }

    [Fact]
    public async Task List_TellsARunThatGoesOnFromOneThatWasKilled()
    {
        using var workspace = new Workspace();
        using var endless = CommandLine.Start(workspace.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=2000000000");
        while (await StateAsync() != "running") Assert.False(endless.HasEnded);
        endless.KillHard();
        await endless.EndAsync();
        Assert.Equal("interrupted", await StateAsync());

        async Task<string?> StateAsync()
        {
            var (_, output, _) = await CommandLine.RunAsync(workspace.Folder, "list", "--json", "--out", "out");
            if (!output.StartsWith('[')) return null; // no store yet
            using var document = JsonDocument.Parse(output);
            return document.RootElement.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } sweep ? sweep.GetProperty("state").GetString() : null;
        }
    }

    [Theory]
    [InlineData("smal", "there is no sweep 'smal'", "did you mean 'small'?")]
    [InlineData("small@4", "there are only 3 sweeps called 'small'", "newest first: small-")]
    [InlineData("small@x", "'x' after @ must be a number", "write small@1 for the newest")]
    public async Task Name_ThatFitsNone_IsRefusedWithTheNearest(string name, string message, string remedy)
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, "status", name, "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains(message, error);
        Assert.Contains(remedy, error);
    }

    [Fact]
    public async Task NoName_WhereThereAreSeveral_IsRefusedWithTheirIds()
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, "status", "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains("holds 3 sweeps", error);
        Assert.Contains($"name one of: {string.Join(", ", (await ListAsync()).Select(sweep => sweep.GetProperty("sweep").GetString()))}", error);
    }

    [Fact]
    public async Task Name_OfAFolderThatWasCopiedIn_IsFound()
    {
        using var other = new Workspace();
        await CommandLine.RunAsync(other.Folder, "run", "small.yaml", "--out", "out", "--set", "name=brought");
        string brought = Directory.GetDirectories(Path.Combine(other.Folder, "out"), "brought-*").Single(), place = Path.Combine(Folder, "out", Path.GetFileName(brought));
        Directory.Move(brought, place);
        try
        {
            Assert.Equal(0, (await CommandLine.RunAsync(Folder, "status", "brought", "--out", "out")).Exit);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private async Task<JsonElement[]> ListAsync()
    {
        var (_, output, _) = await CommandLine.RunAsync(Folder, "list", "--json", "--out", "out");
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.EnumerateArray().Select(sweep => sweep.Clone())];
    }

    /// <summary>Three sweeps of one name, one after the other.</summary>
    public sealed class ThreeRuns : IAsyncLifetime
    {
        public Workspace Workspace { get; } = new();

        public async Task InitializeAsync()
        {
            string quick = Workspace.Write("small.yaml", Workspace.Spec + "variants:\n  quick: { steps: 50 }\n");
            foreach (string[] how in (string[][])[[], ["--quick"], ["--set", "seeds=2"]])
                Assert.Equal(0, (await CommandLine.RunAsync(Workspace.Folder, ["run", quick, "--out", "out", .. how])).Exit);
        }

        public Task DisposeAsync()
        {
            Workspace.Dispose();
            return Task.CompletedTask;
        }
    }
}
