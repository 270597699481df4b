using System.Globalization;
using Parquet;

namespace LayerDyn.Client.Tests.Commands;

/// <summary>
/// A plain glob over a completed sweep's files gives each point once, whatever happened to the processes that computed it.
/// <c>LAYERDYN_KILLS</c> and <c>LAYERDYN_RUNS</c> set how much happens: CI takes little of it.
/// </summary>
public sealed class PlainGlobTests : IDisposable
{
    // Batches of one point each: as many files and commits as there can be.
    private const string Spec = """
        name: glob
        model: { kind: deep-linear, widths: [12, 12, 12] }
        init: { kind: normal, std: 0.1 }
        task: { kind: gaussian-regression, samples: 20, whiten: true }
        optimizer: { kind: gd, learningRate: 0.001 }
        steps: 4000
        measure: { at: { every: 1000 }, observables: [loss] }
        axes:
          rate: { logspace: [0.0001, 0.01, 75], sets: optimizer.learningRate }
        seeds: 3
        curves:
          - { kind: trajectory, name: loss, value: loss, by: rate }
        """;

    private const int Points = 225;

    private readonly Workspace _workspace = new();

    public PlainGlobTests() => _workspace.Write("glob.yaml", Spec);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ProcessesKilledInTheMiddle_LeaveEachPointOnce()
    {
        int kills = 0;
        for (int most = Setting("LAYERDYN_KILLS", 3); kills < most; kills++)
        {
            int before = Committed();
            using var command = CommandLine.Start(_workspace.Folder, Run("out"));
            while (Committed() < before + 3 && !command.HasEnded) await Task.Delay(5);
            if (command.HasEnded) break;
            command.KillHard();
            await command.EndAsync();
        }

        Assert.True(kills > 0, "the sweep ended before it could be killed once");
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, Run("out"));
        Assert.True(exit == 0, output);
        await HoldsEachPointOnceAsync("out");
        await IsTheSameAsUndisturbedAsync("out");
    }

    [Fact]
    public async Task RunsOfOneSpecAtOnce_OneKilled_LeaveEachPointOnce()
    {
        var commands = Enumerable.Range(0, Setting("LAYERDYN_RUNS", 3)).Select(_ => CommandLine.Start(_workspace.Folder, Run("out"))).ToList();
        try
        {
            // Whichever has the sweep's turn: the one that is killed may have it, or may be waiting for it.
            while (Committed() < 3) await Task.Delay(5);
            commands[0].KillHard();
            foreach (var command in commands[1..])
            {
                var (exit, output, error) = await command.EndAsync(); // which may warn of what the killed one had
                Assert.True(exit == 0, error);
                Assert.Contains("finished 225 + diverged 0 + failed 0 + remaining 0", output);
            }
        }
        finally
        {
            commands.ForEach(command => command.Dispose());
        }

        await HoldsEachPointOnceAsync("out");
        await IsTheSameAsUndisturbedAsync("out");
    }

    private static string[] Run(string store) => ["run", "glob.yaml", "--batch", "1", "--out", store];

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    // The segments of points that finished: what a killed process leaves beside what it was still writing.
    private int Committed() => Directory.Exists(Path.Combine(_workspace.Folder, "out"))
        ? Directory.GetFiles(Path.Combine(_workspace.Folder, "out"), "*.results.parquet", SearchOption.AllDirectories).Length
        : 0;

    private async Task HoldsEachPointOnceAsync(string store)
    {
        var points = new List<long>();
        foreach (string file in Files(store, "results"))
        {
            using var stream = File.OpenRead(file);
            await using var reader = await ParquetReader.CreateAsync(stream);
            for (int group = 0; group < reader.RowGroupCount; group++)
            {
                using var rows = reader.OpenRowGroupReader(group);
                long[] some = new long[rows.RowCount];
                await rows.ReadAsync(reader.Schema.GetDataFields().First(field => field.Name == "point"), some.AsMemory());
                points.AddRange(some);
            }
        }

        Assert.Equal(Enumerable.Range(0, Points).Select(point => (long)point), points.Order());
        var (exit, output, _) = await CommandLine.RunAsync(_workspace.Folder, "verify", "--out", store);
        Assert.True(exit == 0, output);
    }

    private async Task IsTheSameAsUndisturbedAsync(string store)
    {
        var (exit, _, error) = await CommandLine.RunAsync(_workspace.Folder, ["run", "glob.yaml", "--out", "undisturbed"]);
        Assert.Equal(("", 0), (error, exit));
        foreach (string folder in (string[])["results", "records"])
        {
            string[] expected = Files("undisturbed", folder), files = Files(store, folder);
            Assert.Equal(expected.Select(Path.GetFileName), files.Select(Path.GetFileName));
            foreach (var (one, other) in expected.Zip(files)) Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(other));
        }
    }

    private string[] Files(string store, string folder) =>
        [.. Directory.GetFiles(Path.Combine(Directory.GetDirectories(Path.Combine(_workspace.Folder, store), "glob-*").Single(), folder), "*.parquet").Order(StringComparer.Ordinal)];
}
