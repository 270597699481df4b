using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

public sealed class ReportCommandTests(ReportCommandTests.OneRun run) : IClassFixture<ReportCommandTests.OneRun>
{
    private string Folder => run.Workspace.Folder;

    [Fact]
    public async Task Report_OfAll_HasEverySweepWithItsCurves_AndOpensAlone()
    {
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "report", "--out", "out", "--to", "all.html");
        Assert.Equal((0, $"all.html: 2 curves{Environment.NewLine}", ""), (exit, output, error));

        using var data = await DataAsync("all.html");
        string id = Path.GetFileName(run.Workspace.SweepFolder());
        Assert.Equal("small", data.RootElement.GetProperty("title").GetString());
        Assert.Contains($"`{id}`: completed, expected 10 = finished 10", data.RootElement.GetProperty("text").GetString());
        Assert.Equal([$"{id}/distance", $"{id}/loss"], data.RootElement.GetProperty("curves").EnumerateObject().Select(curve => curve.Name).Order());
        var drawn = data.RootElement.GetProperty("curves").GetProperty($"{id}/distance");
        Assert.Equal(("heatmap", 10), (drawn.GetProperty("chart").GetProperty("$type").GetString(), drawn.GetProperty("chart").GetProperty("panels")[0].GetProperty("values").GetArrayLength()));
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, "all.html"));
        Assert.DoesNotMatch("""(?:src|href)="(?!data:)""", page[..page.IndexOf("<script type=\"module\">", StringComparison.Ordinal)]); // nothing else is fetched
    }

    [Fact]
    public async Task Report_OfOnesOwnText_HasTheCurvesThatItNames()
    {
        run.Workspace.Write("mine.md", "# Rich </script><b>&amp; *lazy*\n\n`![](curve:small/nope)`\n\n![far](curve:small/distance)\n");
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "report", "--text", "mine.md", "--out", "out", "--to", "mine.html");
        Assert.Equal((0, $"mine.html: 1 curve{Environment.NewLine}", ""), (exit, output, error));

        using var data = await DataAsync("mine.html"); // as a browser takes it: to the first end of the element
        Assert.StartsWith("# Rich </script><b>&amp; *lazy*\n", data.RootElement.GetProperty("text").GetString());
        Assert.Equal(["small/distance"], data.RootElement.GetProperty("curves").EnumerateObject().Select(curve => curve.Name));
    }

    [Fact]
    public async Task Report_AsMarkdown_IsATextToGoOnFrom()
    {
        Assert.Equal(0, (await CommandLine.RunAsync(Folder, "report", "small", "--out", "out", "--to", "begun.md")).Exit);
        Assert.Contains("/distance)", await File.ReadAllTextAsync(Path.Combine(Folder, "begun.md")));
        Assert.Equal((0, $"again.html: 2 curves{Environment.NewLine}", ""), await CommandLine.RunAsync(Folder, "report", "--text", "begun.md", "--out", "out", "--to", "again.html"));
    }

    [Theory]
    [InlineData("a\n\n![](curve:small/distnce)\n", "error: line 3: small-", "did you mean 'distance'?")]
    [InlineData("![](curve:smal/distance)\n", "error: line 1: there is no sweep 'smal'", "did you mean 'small'?")]
    public async Task Report_ThatNamesWhatIsNotThere_SaysWhereAndWhatIs(string text, string problem, string remedy)
    {
        run.Workspace.Write("wrong.md", text);
        var (exit, _, error) = await CommandLine.RunAsync(Folder, "report", "--text", "wrong.md", "--out", "out", "--to", "wrong.html");
        Assert.Equal(2, exit);
        Assert.Contains(problem, error);
        Assert.Contains(remedy, error);
        Assert.False(File.Exists(Path.Combine(Folder, "wrong.html")));
    }

    [Fact]
    public async Task Report_OfAll_LeavesOutASweepThatIsDamaged_AndSaysSo()
    {
        foreach (string name in (string[])["broken", "whole"])
        {
            string spec = run.Workspace.Write($"{name}.yaml", Workspace.Spec.Replace("name: small", $"name: {name}", StringComparison.Ordinal));
            Assert.Equal(0, (await CommandLine.RunAsync(Folder, "run", spec, "--out", "damaged")).Exit);
        }

        string curve = Path.Combine(Directory.GetDirectories(Path.Combine(Folder, "damaged"), "broken-*").Single(), "curves", "distance.json");
        await File.WriteAllTextAsync(curve, (await File.ReadAllTextAsync(curve)).Replace('1', '2'));

        var (exit, output, error) = await CommandLine.RunAsync(Folder, "report", "--out", "damaged", "--to", "rest.html");
        Assert.Equal((1, $"rest.html: 1 curve{Environment.NewLine}"), (exit, output));
        Assert.Matches("^error: left out: broken: broken-[0-9a-f]{8}/curves/distance.json in ", error);
        using var data = await DataAsync("rest.html");
        Assert.Equal("whole", data.RootElement.GetProperty("title").GetString());

        Assert.Equal(1, (await CommandLine.RunAsync(Folder, "report", "broken", "whole", "--out", "damaged", "--to", "named.html")).Exit);
        Assert.False(File.Exists(Path.Combine(Folder, "named.html"))); // one that is named is not left out
    }

    private async Task<JsonDocument> DataAsync(string file)
    {
        const string begin = "id=\"data\">";
        string page = await File.ReadAllTextAsync(Path.Combine(Folder, file));
        int from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return JsonDocument.Parse(page[from..page.IndexOf("</script", from, StringComparison.Ordinal)]);
    }

    /// <summary>A sweep with two curves.</summary>
    public sealed class OneRun : IAsyncLifetime
    {
        public Workspace Workspace { get; } = new();

        public async Task InitializeAsync()
        {
            Workspace.Write("small.yaml", Workspace.Spec + "  - { kind: trajectory, name: loss, value: loss, by: scale }\n");
            Assert.Equal(0, (await CommandLine.RunAsync(Workspace.Folder, "run", "small.yaml", "--out", "out")).Exit);
        }

        public Task DisposeAsync()
        {
            Workspace.Dispose();
            return Task.CompletedTask;
        }
    }
}
