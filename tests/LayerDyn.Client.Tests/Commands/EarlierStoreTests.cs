namespace LayerDyn.Client.Tests.Commands;

/// <summary>A store that 0.1 wrote, with what it exported of it: this version reads it as that one did.</summary>
public sealed class EarlierStoreTests : IDisposable
{
    private const string Sweep = "sample-68f9e8cd";
    private static readonly string Written = RepositoryRoot.Of("tests", "LayerDyn.Client.Tests", "Stores", "0.1");

    private readonly TemporaryFolder _folder = new();

    public EarlierStoreTests()
    {
        foreach (string file in Directory.EnumerateFiles(Written, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder.Path, "store", Path.GetRelativePath(Written, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Results_AreThoseThatItExported_UnderTheIdsThatItGaveThem()
    {
        var (exit, output, error) = await RunAsync("export", "sample", "--what", "results", "--to", "-");
        Assert.Equal((0, ""), (exit, error));
        string[][] now = Cells(output), then = Cells(await File.ReadAllTextAsync(Path.Combine(Written, "results.csv")));

        Assert.Equal(["point", "id", "lambda", "rate", "seed", "status", "last_step", "diverged_at", "rows", .. then[0][7..]], now[0]);
        Assert.Equal(then[1..].Select(row => string.Join(' ', row[..6])), now[1..].Select(row => string.Join(' ', row[..6])));
        foreach (var (before, after) in then[1..].Zip(now[1..]))
        {
            bool diverged = before[5] == "diverged";
            Assert.Equal(before[6], diverged ? after[7] : after[6]); // 0.1 gave the step of divergence as the last one,
            Assert.Equal(diverged ? ["", "", "", ""] : before[7..], after[9..]); // and final values of before
        }
    }

    [Theory]
    [InlineData(0, "completed, expected 8 = finished 4 + diverged 4 + failed 0 + remaining 0", "status")]
    [InlineData(0, "every file is as it was written (8 points in 8 segments)", "verify")]
    [InlineData(0, "1,10287705.765159357,0.09951477313703683,0.7155752967279815,0.0004786973584488541", "point", "2")]
    [InlineData(0, "loss (lambda = -1): 1.649 at step 0, 0.6266", "curves")]
    [InlineData(0, "0.526039671  1      -1      0.01  1", "best", "loss")]
    public async Task Commands_ReadIt(int expected, string line, params string[] command)
    {
        var (exit, output, error) = await RunAsync([command[0], "sample", .. command[1..]]);
        Assert.Equal((expected, ""), (exit, error));
        Assert.Contains(line, output);
    }

    [Fact]
    public async Task SameSpec_IsAnotherSweep_AndTakesNothingOfItsBits()
    {
        var (exit, output, error) = await RunAsync("run", Path.Combine(Written, Sweep, "spec.yaml"));
        Assert.Equal((0, ""), (exit, error));
        Assert.DoesNotContain(Sweep, output);
        Assert.DoesNotContain("other sweeps", output);
        Assert.Equal(2, (await RunAsync("list")).Output.Split('\n').Count(line => line.StartsWith("sample-", StringComparison.Ordinal)));
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] args) => CommandLine.RunAsync(_folder.Path, [.. args, "--out", "store"]);

    private static string[][] Cells(string csv) => [.. csv.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(','))];
}
