using System.Globalization;
using System.Text.Json;

namespace LayerDyn.Client.Tests.Commands;

public sealed class BestCommandTests(OtherCommandTests.OneRun run) : IClassFixture<OtherCommandTests.OneRun>
{
    private string Folder => run.Workspace.Folder;

    [Theory]
    [InlineData("lowest")]
    [InlineData("highest", "--max")]
    public async Task Best_IsThatOfTheResults(string order, params string[] option)
    {
        var expected = (await ResultsAsync()).OrderBy(point => order == "lowest" ? point.Loss : -point.Loss).ThenBy(point => point.Point).Take(3).ToList();
        var (exit, output, _) = await CommandLine.RunAsync(Folder, ["best", "small", "loss", "-n", "3", "--out", "out", "--json", .. option]);
        using var json = JsonDocument.Parse(output);

        Assert.Equal((0, order), (exit, json.RootElement.GetProperty("order").GetString()));
        var group = Assert.Single(json.RootElement.GetProperty("groups").EnumerateArray());
        Assert.Equal(expected, group.GetProperty("points").EnumerateArray().Select(Read));
    }

    [Fact]
    public async Task Best_ByAnAxis_IsTheBestOfEachOfItsValues()
    {
        var expected = (await ResultsAsync()).GroupBy(point => point.Lambda).Select(group => group.MinBy(point => (point.Loss, point.Point))).OrderBy(point => double.Parse(point.Lambda, CultureInfo.InvariantCulture)).ToList();
        var (exit, output, error) = await CommandLine.RunAsync(Folder, "best", "small", "loss", "--by", "lambda", "--out", "out");

        Assert.Equal((0, ""), (exit, error));
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Matches("^small-[0-9a-f]{8}: lowest loss by lambda$", lines[0]);
        Assert.Equal(["lambda", "loss", "point", "scale", "seed"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            expected.Select(point => (point.Lambda, $"{point.Point}")),
            lines[2..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(cells => (cells[0], cells[2])));
    }

    [Theory]
    [InlineData("has no column 'los'", "did you mean 'loss'?", "small", "los")]
    [InlineData("--by 'lamda' is no axis of small-", "did you mean 'lambda'?", "small", "loss", "--by", "lamda")]
    [InlineData("there is no sweep 'smal'", "did you mean 'small'?", "smal", "loss")]
    [InlineData("-n must be at least 1", "", "small", "loss", "-n", "0")]
    [InlineData("give --max or --min, not both", "", "small", "loss", "--max", "--min")]
    public async Task Best_WithBadInput_IsRefusedWithARemedy(string message, string remedy, params string[] args)
    {
        var (exit, _, error) = await CommandLine.RunAsync(Folder, ["best", .. args, "--out", "out"]);
        Assert.Equal(2, exit);
        Assert.Contains(message, error);
        Assert.Contains(remedy, error);
    }

    [Fact]
    public async Task Best_WherePointsDiverged_LeavesThemOutAndCountsThem()
    {
        using var workspace = new Workspace();
        workspace.Write("diverging.yaml", Workspace.Spec.Replace("name: small", "name: diverging").Replace("scale: { values: [1, 4], sets: init.scale }", "rate: { values: [0.01, 1000], sets: optimizer.learningRate }").Replace("x: scale", "x: rate"));
        await CommandLine.RunAsync(workspace.Folder, "run", "diverging.yaml", "--out", "out");
        var (exit, output, _) = await CommandLine.RunAsync(workspace.Folder, "best", "diverging", "loss", "--by", "rate", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Contains("lowest loss by rate (without a value: 5 diverged)", output);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length); // none of the rate that diverges
    }

    private async Task<List<(long Point, string Lambda, double Loss)>> ResultsAsync()
    {
        var (_, output, _) = await CommandLine.RunAsync(Folder, "export", "small", "--what", "results", "--to", "-", "--out", "out");
        string[][] rows = [.. output.TrimEnd().Split('\n').Select(line => line.Split(','))];
        int Column(string name) => Array.IndexOf(rows[0], name);
        return [.. rows[1..].Select(row => (long.Parse(row[Column("point")], CultureInfo.InvariantCulture), row[Column("lambda")], double.Parse(row[Column("loss")], CultureInfo.InvariantCulture)))];
    }

    private static (long Point, string Lambda, double Loss) Read(JsonElement point) =>
        (point.GetProperty("point").GetInt64(), point.GetProperty("axes").GetProperty("lambda").GetString()!, point.GetProperty("value").GetDouble());
}
