using System.Diagnostics;
using LayerDyn.Cluster.Tests.Hosting;

namespace LayerDyn.Cluster.Tests.Commands;

/// <summary>The command line against a cluster, as another machine would use it: by HTTP alone.</summary>
public sealed class ClientTests
{
    private const string Seeded = """
        name: remote
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 50
        measure: { at: { every: 10 }, observables: [loss] }
        keep: { weights: [0, last], data: true }
        axes:
          scale: { range: [1, 9, 1], sets: task.targetDivisor }
        seeds: 2
        """;

    [Fact]
    public async Task Commands_FromSubmissionToExtension_DoWhatTheySay()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await TestCluster.StartAsync(1);
        string spec = folder["spec.yaml"];
        await File.WriteAllTextAsync(spec, Seeded);

        var (exit, output, error) = await RunAsync(cluster, "submit", spec, "--watch");
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("expected 16 = finished 16 + diverged 0 + failed 0 + remaining 0", output);
        (exit, output, _) = await RunAsync(cluster, "submit", spec, "--watch");
        Assert.Equal(0, exit); // the same sweep
        (_, output, _) = await RunAsync(cluster, "list");
        Assert.Equal(2, output.Trim().Split('\n').Length); // one line names the columns

        await File.WriteAllTextAsync(spec, Seeded.Replace("seeds: 2", "seeds: 3"));
        (exit, output, _) = await RunAsync(cluster, "extend", spec, "--watch");
        Assert.Equal(0, exit);
        Assert.Contains("16 points came from other sweeps", output);
        string extended = (await cluster.Silos[0].Api.ListAsync()).Single(view => view.Expected == 24).Id;
        (exit, output, _) = await RunAsync(cluster, "status", extended);
        Assert.Equal(0, exit);
        Assert.Contains("expected 24 = finished 24 + diverged 0 + failed 0 + remaining 0, 16 points came from other sweeps", output);
        (exit, output, _) = await RunAsync(null, "status", extended, "--out", cluster.Location); // from the store, without the cluster
        Assert.Equal(0, exit);
        Assert.Contains("remaining 0, 16 points came from other sweeps", output);

        foreach (var (name, points) in ((string, int)[])[("remote", 24), ("remote@1", 24), ("remote@2", 16), ($"remote@{extended[^8..^3]}", 24)])
        {
            (exit, output, _) = await RunAsync(cluster, "status", name);
            Assert.Equal(0, exit);
            Assert.Contains($"expected {points} =", output);
        }

        string[] best = ["best", "remote", "loss", "--by", "seed", "-n", "2", "--json"];
        (exit, output, error) = await RunAsync(cluster, best);
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal((await RunAsync(null, [.. best, "--out", cluster.Location])).Output, output); // the same from the store

        string[] export = ["export", "remote", "--to", "-", "--columns", "point,scale,seed,step,loss", "--where", "scale=3"];
        (exit, output, error) = await RunAsync(cluster, export);
        Assert.Equal((0, "", 1 + 3 * 6), (exit, error, output.Trim().Split('\n').Length)); // a row a seed and measured step
        Assert.Equal((await RunAsync(null, [.. export, "--out", cluster.Location])).Output, output);
        foreach (var (part, files) in ((string, int)[])[("weights", 6), ("kept", 9)]) // of the three seeds, each with data of its own
        {
            string[] kept = ["export", "remote", "--what", part, "--where", "scale=3", "--to"];
            (exit, output, error) = await RunAsync(cluster, [.. kept, folder[$"far-{part}"]]);
            Assert.Equal((0, ""), (exit, error));
            Assert.Contains($"{part} of 3 points written to", output);
            await RunAsync(null, [.. kept, folder[$"near-{part}"], "--out", cluster.Location]);
            string[] names = [.. Directory.GetFiles(folder[$"far-{part}"]).Select(file => Path.GetFileName(file)!).Order()];
            Assert.Equal(files, names.Length);
            Assert.Equal(names, Directory.GetFiles(folder[$"near-{part}"]).Select(file => Path.GetFileName(file)!).Order());
            Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(folder[$"near-{part}"], name)), File.ReadAllBytes(Path.Combine(folder[$"far-{part}"], name))));
        }

        (exit, _, error) = await RunAsync(cluster, "export", "remote", "--to", "-", "--where", "scal=3");
        Assert.Equal(2, exit);
        Assert.Contains("did you mean 'scale'?", error);

        (exit, _, error) = await RunAsync(cluster, "status", "remot");
        Assert.Equal(2, exit);
        Assert.Contains("there is no sweep 'remot' in the cluster", error);
        Assert.Contains("did you mean 'remote'?", error);
        await File.WriteAllTextAsync(spec, Seeded.Replace("steps: 50", "steps: -1"));
        (exit, _, error) = await RunAsync(cluster, "submit", spec);
        Assert.Equal(2, exit);
        Assert.Contains("line 6: steps '-1' must be at least 1", error);
    }

    [Fact]
    public async Task PauseResumeCancel_KeepWhatIsFinished()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var sweep = await cluster.Silos[0].Api.SubmitAsync(Specs.HeatMap, $"?batch={Specs.Batch}");
        await cluster.WaitAsync(sweep.Id, view => view.Finished > 0);
        var (exit, output, _) = await RunAsync(cluster, "pause", sweep.Id);
        Assert.Equal(0, exit);
        Assert.Contains("paused", output);
        var paused = (await cluster.Silos[0].Api.TryGetAsync(sweep.Id))!;
        Assert.InRange(paused.Finished, 1, 899);
        Assert.Equal(0, paused.Running);
        Assert.Equal(1, (await RunAsync(cluster, "status", sweep.Id)).Exit); // not every point is committed
        (_, output, _) = await RunAsync(cluster, "resume", sweep.Id);
        Assert.Contains("running", output);
        (_, output, _) = await RunAsync(cluster, "cancel", sweep.Id);
        Assert.Contains("cancelled", output);
        Assert.Equal(0, (await RunAsync(cluster, "resume", sweep.Id)).Exit);
        await Invariants.HoldAsync(cluster, Specs.HeatMap, await cluster.WaitAsync(sweep.Id, view => view.State is "completed" or "broken"), 0);
    }

    // The first address never answers; the silo at the second is killed while its answer is watched.
    [Fact]
    public async Task SeveralAddresses_OneSilosEndIsNotNoticed()
    {
        using var folder = new TemporaryFolder();
        await using var cluster = await TestCluster.StartAsync(2);
        await File.WriteAllTextAsync(folder["spec.yaml"], Specs.HeatMap);
        int[] ports = [FreePort.Next(), .. cluster.Silos.Select(silo => silo.HttpPort)];
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), "submit", folder["spec.yaml"], "--batch", $"{Specs.Batch}", "--watch"]);
        start.Environment["LAYERDYN_CLUSTER"] = string.Join(',', ports.Select(port => $"http://127.0.0.1:{port}"));
        var submitting = Programs.RunAsync(start);
        string sweep = LayerDyn.Sweeps.Planning.SweepPlan.Load(Specs.HeatMap).Id.Value;
        await Eventually.IsTrueAsync(async () => await cluster.Silos[1].Api.TryGetAsync(sweep) is { Finished: > 0 }, TimeSpan.FromMinutes(1), "a point is finished");
        Assert.False(submitting.IsCompleted);
        cluster.Silos[0].Signal(9);

        var (exit, output, error) = await submitting;
        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("expected 900 = finished 900 + diverged 0 + failed 0 + remaining 0", output);
    }

    [Fact]
    public async Task RetryFailed_TriesAgain_AndWatchSaysHowItEnds()
    {
        // Too large for any machine, and let through.
        string yaml = Seeded.Replace("scale: { range: [1, 9, 1], sets: task.targetDivisor }", "width: { values: [[2, 2, 2], [2, 100000, 100000, 2]], sets: model.widths }")
            .Replace("keep: { weights: [0, last], data: true }", "", StringComparison.Ordinal).Replace("name: remote", "name: greedy").Replace("seeds: 2", "seeds: 1");
        using var folder = new TemporaryFolder();
        await using var cluster = await TestCluster.StartAsync(1, null, "", "--Api:MaxPointBytes=1000000000000000");
        await File.WriteAllTextAsync(folder["spec.yaml"], yaml);
        var (exit, output, _) = await RunAsync(cluster, "submit", folder["spec.yaml"], "--watch");
        Assert.Equal(1, exit);
        Assert.Contains("1 point failed, the first with:", output);
        (exit, output, _) = await RunAsync(cluster, "status", "greedy", "--json");
        Assert.Equal(1, exit);
        Assert.Equal(1, System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("failed").GetInt32());
        (exit, output, _) = await RunAsync(cluster, "retry", "greedy", "--failed");
        Assert.Equal(0, exit);
        (exit, output, _) = await RunAsync(cluster, "watch", "greedy");
        Assert.Equal(1, exit);
        Assert.Contains("expected 2 = finished 1 + diverged 0 + failed 1 + remaining 0", output);
        var manifest = (await new Storage.Manifests.ManifestStore(cluster.Store, LayerDyn.Sweeps.Planning.SweepPlan.Load(yaml).Id).TryReadAsync())!.Manifest;
        Assert.Equal((1L, Storage.Manifests.AttemptOutcome.Failed), (Assert.Single(manifest.Failures).Index, Assert.Single(manifest.Attempts).Outcome)); // both rounds are known
    }

    [Fact]
    public async Task NoCluster_IsAClearError()
    {
        var (exit, _, error) = await RunAsync(null, "list", "--cluster", $"http://127.0.0.1:{FreePort.Next()}");
        Assert.Equal(1, exit);
        Assert.Contains("no silo answers at", error);
        (exit, _, error) = await RunAsync(null, "pause");
        Assert.Equal(2, exit);
        Assert.Contains("no cluster is named", error);
    }

    private static Task<(int Exit, string Output, string Error)> RunAsync(TestCluster? cluster, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "layerdyn.dll"), .. arguments]);
        if (cluster is not null) start.Environment["LAYERDYN_CLUSTER"] = $"http://127.0.0.1:{cluster.Alive().HttpPort}";
        return Programs.RunAsync(start);
    }
}
