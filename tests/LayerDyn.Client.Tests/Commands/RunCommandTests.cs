using System.Reflection;
using System.Text.Json;
using LayerDyn.Client.Commands;
using LayerDyn.Client.Hosting;
using LayerDyn.Client.Progress;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Storage;
using LayerDyn.Sweeps.Planning;

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
        foreach (string file in (string[])["spec.yaml", "resolved.yaml", "summary.json", "curves/distance.csv", "curves/distance.json", "curves/distance.svg"])
            Assert.True(File.Exists(Path.Combine(sweep, file)), file);
        Assert.Equal(Workspace.Spec, File.ReadAllText(Path.Combine(sweep, "spec.yaml")));
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(sweep, "summary.json")));
        Assert.Equal(10, summary.RootElement.GetProperty("ledger").GetProperty("finished").GetInt32());
        Assert.Equal("layerdyn run small.yaml --out out", summary.RootElement.GetProperty("command").GetString());
        Assert.Equal(Environment.ProcessorCount, Assert.Single(summary.RootElement.GetProperty("hardware").EnumerateArray()).GetProperty("cores").GetInt32());

        var (_, status, _) = await CommandLine.RunAsync(_workspace.Folder, "status", "--out", "out", "--json");
        using var ledger = JsonDocument.Parse(status);
        foreach (string time in (string[])["submitted", "ended"])
            Assert.Equal(ledger.RootElement.GetProperty(time).GetDateTime(), summary.RootElement.GetProperty(time).GetDateTime());
        Assert.Equal(ledger.RootElement.GetProperty("seconds").GetDouble(), summary.RootElement.GetProperty("seconds").GetDouble());

        var (_, lines, _) = await CommandLine.RunAsync(_workspace.Folder, "status", "--out", "out");
        Assert.Matches(@"\n  submitted \d{4}-\d\d-\d\d [\d:]{8} UTC, ended \d{4}-\d\d-\d\d [\d:]{8} UTC, took [\d.]+ s\n  by: layerdyn run small.yaml --out out\n  on: .*, slots: \d+ cpu", lines);
    }

    [Fact]
    public async Task FolderAndCluster_NeverContradictSilently()
    {
        await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");
        const string Nobody = "http://127.0.0.1:1";
        var (exit, _, error) = await CommandLine.RunAsync(_workspace.Folder, "status", "--out", "out", "--cluster", Nobody);
        Assert.Equal(2, exit);
        Assert.Contains($"--out 'out' and --cluster '{Nobody}' name two places", error);

        var named = await CommandLine.RunAsync(_workspace.Folder, new Dictionary<string, string> { ["LAYERDYN_CLUSTER"] = Nobody }, "status", "--out", "out");
        Assert.Equal((0, ""), (named.Exit, named.Error)); // what is written goes before the environment
    }

    [Fact]
    public async Task Run_Again_ComputesNothingAndSaysSo()
    {
        await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out");

        Assert.Equal(0, exit);
        Assert.Contains("nothing was computed", output);
    }

    // What is asked here is why the second run starts no silo, and that it starts one as soon as a file is not as it was.
    [Theory]
    [InlineData("curves/*.json")]
    [InlineData("curves/*.png")]
    [InlineData("results/*.parquet")]
    [InlineData("records/*.parquet")]
    [InlineData("summary.json")]
    [InlineData("spec.yaml")]
    public async Task CompletedSweep_AnswersFromItsFiles_UntilOneIsNotAsItWas(string pattern)
    {
        string[] args = ["run", "small.yaml", "--out", "out", "--json"];
        var (_, first, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        var (store, plan) = (ArtifactStores.Open(Path.Combine(_workspace.Folder, "out")), SweepPlan.Load(Workspace.Spec));
        string sweep = _workspace.SweepFolder(), file = Directory.GetFiles(Path.Combine(sweep, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)).Single();
        byte[] content = await File.ReadAllBytesAsync(file);
        Assert.NotNull(await CompletedSweep.TryReadAsync(store, plan, default));

        await File.WriteAllBytesAsync(file, content[..^1]);
        Assert.Null(await CompletedSweep.TryReadAsync(store, plan, default));
        var (exit, again, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        Assert.Equal(0, exit);
        Assert.NotNull(await CompletedSweep.TryReadAsync(store, plan, default));
        var (_, last, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        Assert.Equal(first, again.Replace(FromStore(again), FromStore(first), StringComparison.Ordinal));
        Assert.Equal(first, last.Replace(FromStore(last), FromStore(first), StringComparison.Ordinal));
        if (pattern != "summary.json") Assert.Equal(content, await File.ReadAllBytesAsync(file)); // it says how much was in the store already

        static string FromStore(string json) => json[json.IndexOf("\"fromStore\":", StringComparison.Ordinal)..json.IndexOf(",\"message\"", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task Run_WithJson_PrintsOneDocument()
    {
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out", "--json", "--set", "steps=10");

        using var document = JsonDocument.Parse(output);
        Assert.Equal((0, 10, "completed"), (exit, document.RootElement.GetProperty("finished").GetInt32(), document.RootElement.GetProperty("state").GetString()));
    }

    [Theory]
    [InlineData("exec \"$0\" \"$@\" >&-")]
    [InlineData("exec \"$0\" \"$@\" > /dev/full")]
    [InlineData("exec \"$0\" \"$@\" <&- >&- 2>&-")]
    public async Task Run_WhoseOutputCannotBeWritten_EndsAsWithIt(string shell)
    {
        var (exit, _, error) = await CommandLine.RunInShellAsync(_workspace.Folder, shell, "run", "small.yaml", "--out", "out");

        Assert.Equal(0, exit);
        Assert.DoesNotContain("fault of layerdyn", error);
        Assert.True(File.Exists(Path.Combine(_workspace.SweepFolder(), "summary.json")));
    }

    [Theory]
    [InlineData("exec \"$0\" \"$@\" >&-", "standard output cannot be written: it is closed")]
    [InlineData("exec \"$0\" \"$@\" > /dev/full", "standard output cannot be written: No space left on device")]
    public async Task OutputThatIsTheResult_AndCannotBeWritten_IsSaid(string shell, string expected)
    {
        var (exit, _, error) = await CommandLine.RunInShellAsync(_workspace.Folder, shell, "validate", "small.yaml", "--json");

        Assert.Equal(1, exit);
        Assert.Contains(expected, error);
        Assert.DoesNotContain("fault of layerdyn", error);
    }

    [Fact]
    public async Task Run_WithJson_OfABadSpec_PrintsItsProblemsAsOneDocument()
    {
        var (exit, output, error) = await CommandLine.RunAsync(_workspace.Folder, "run", "small.yaml", "--out", "out", "--json", "--set", "optimizer.learningrate=1");

        using var document = JsonDocument.Parse(output);
        Assert.Equal(2, exit);
        Assert.Contains("did you mean 'learningRate'?", error);
        Assert.Equal("is not a parameter of 'gd'", document.RootElement.GetProperty("problems")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Run_OnTerminalsOfAnySize_EndsAsWithoutOne()
    {
        foreach (string size in (string[])["cols 0 rows 0", "cols 1 rows 1", "cols 20 rows 5", "cols 500 rows 2"])
        {
            string shell = $"script -qec \"stty {size}; TERM=xterm $(printf '%s ' \"$0\" \"$@\") --out '{size}'\" /dev/null";
            var (exit, output, _) = await CommandLine.RunInShellAsync(_workspace.Folder, shell, "run", "small.yaml", "--batch", "1");

            Assert.True(exit == 0, $"{size}: {output}");
            Assert.Contains("\e[2K", output); // the bar
            Assert.Contains("expected 10 = finished 10 + diverged 0 + failed 0 + remaining 0", output);
        }
    }

    [Theory]
    [InlineData(CommandLine.Hangup)]
    [InlineData(CommandLine.Terminate)]
    public async Task Run_WhoseTerminalCloses_CommitsWhatIsFinished(int signal)
    {
        using var command = CommandLine.Start(_workspace.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=100000000", "--set", "init.scale=2", "--batch", "1", "--lanes", "1");
        await FirstSegmentAsync();
        command.Send(signal);
        var (exit, output, error) = await command.EndAsync();

        Assert.Equal((130, ""), (exit, error));
        Assert.Contains("the same command goes on from here", output);
    }

    [Fact]
    public async Task Run_InterruptedByCtrlC_KeepsWhatIsFinishedAndGoesOnLater()
    {
        string[] args = ["run", "small.yaml", "--out", "out", "--set", "steps=100000000", "--set", "init.scale=2", "--batch", "1", "--lanes", "1"];
        using (var command = CommandLine.Start(_workspace.Folder, args))
        {
            await FirstSegmentAsync();
            command.CtrlC();
            var (exit, output, error) = await command.EndAsync();
            Assert.Equal((130, ""), (exit, error));
            Assert.Contains("the same command goes on from here", output);
        }

        int kept = Directory.GetFiles(Path.Combine(_workspace.SweepFolder(), "segments"), "*.results.parquet").Length;
        Assert.InRange(kept, 1, 9);
        var (again, rest, _) = await CommandLine.RunAsync(_workspace.Folder, args);
        Assert.Equal(0, again);
        Assert.Contains($"{kept} points were in the store already", rest);
        Assert.Single(Directory.GetFiles(Path.Combine(_workspace.SweepFolder(), "results")));
    }

    [Fact]
    public async Task Follow_OfASweepThatAnswersLate_AsksAgain()
    {
        var sweep = DispatchProxy.Create<ISweepGrain, LateSweep>();
        var status = await RunCommand.FollowAsync(sweep, new SilentView(), CancellationToken.None);

        Assert.Equal((SweepState.Completed, 2), (status.State, ((LateSweep)(object)sweep).Watched));
    }

    [Fact]
    public async Task Run_KilledHard_GoesOnLater()
    {
        string[] args = ["run", "small.yaml", "--out", "out", "--set", "steps=30000000", "--set", "init.scale=2", "--batch", "1", "--lanes", "1"];
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

    /// <summary>Answers late the first time that it is watched, as on a busy machine.</summary>
    public class LateSweep : DispatchProxy
    {
        public int Watched { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(ISweepGrain.WatchAsync) ? WatchAsync() : Task.FromResult(Status(SweepState.Running));

        private async IAsyncEnumerable<SweepStatus> WatchAsync()
        {
            await Task.CompletedTask;
            if (++Watched == 1) throw new TimeoutException("no answer in 30 s");
            yield return Status(SweepState.Completed);
        }

        private static SweepStatus Status(SweepState state) => new() { SweepId = "small-01234567", State = state, Ledger = new(1, 1) };
    }

    /// <summary>Waits for the manifest of the first shard to list a segment.</summary>
    private async Task FirstSegmentAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string store = Path.Combine(_workspace.Folder, "out");
        while (!Directory.Exists(store) || !Directory.EnumerateFiles(store, "00000.json", SearchOption.AllDirectories)
            .Any(file => File.ReadAllText(file).Contains("\"staged\"", StringComparison.Ordinal)))
            await Task.Delay(20, limit.Token);
    }
}
