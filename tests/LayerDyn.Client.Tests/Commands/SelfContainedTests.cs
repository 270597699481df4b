using LayerDyn.Science.Files;

namespace LayerDyn.Client.Tests.Commands;

/// <summary>A finished sweep is whole by itself: its folder can be read where its data files are not.</summary>
public sealed class SelfContainedTests : IDisposable
{
    private const string Arrays = """
        name: arrays
        model: { kind: deep-linear, widths: [2, 2, 1] }
        init: { kind: file, paths: [data/W1.npy, data/W2.npy] }
        task: { kind: file, inputs: data/Xa.npy, targets: data/Y.npy }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 5
        measure: { at: { every: 1 }, observables: [loss, weight-norm] }
        axes:
          x: { values: [data/Xa.npy, data/Xb.npy], sets: task.inputs }
          w: { values: [[data/W1.npy, data/W2.npy], [data/V1.npy, data/W2.npy]], sets: init.paths }
        curves:
          - { kind: trajectory, name: loss, value: loss, by: x }
        """;

    private const string Digits = """
        name: digits
        model: { kind: mlp, widths: [784, 4, 10] }
        init: { kind: normal, std: 0.01 }
        task: { kind: mnist, path: data, trainSamples: 20, testSamples: 10 }
        optimizer: { kind: gd, learningRate: 0.1 }
        epochs: 4
        measure: { at: { every: 1 }, observables: [loss, accuracy] }
        axes:
          S: { values: [1, 2], sets: task.targetScale }
        curves:
          - { kind: trajectory, name: loss, value: test-loss, by: S }
        """;

    private readonly Workspace _home = new();
    private readonly Workspace _away = new();

    public void Dispose()
    {
        _home.Dispose();
        _away.Dispose();
    }

    [Theory]
    [InlineData("arrays", Arrays, "no such file")]
    [InlineData("digits", Digits, "must hold the four MNIST files")]
    public async Task FinishedSweep_MovedWithoutItsData_IsReadAsBefore(string name, string spec, string needed)
    {
        WriteData();
        _home.Write("spec.yaml", spec);
        var (exit, _, error) = await CommandLine.RunAsync(_home.Folder, "run", "spec.yaml", "--out", "out");
        Assert.Equal(("", 0), (error, exit));
        string[] before = await ReadAllAsync(_home.Folder, name);

        Directory.Move(Path.Combine(_home.Folder, "out"), Path.Combine(_away.Folder, "out"));
        Directory.Delete(Path.Combine(_home.Folder, "data"), recursive: true);
        Assert.Equal(before, await ReadAllAsync(_away.Folder, name));

        string own = Path.Combine(Directory.GetDirectories(Path.Combine(_away.Folder, "out"), name + "-*").Single(), "spec.yaml");
        (exit, _, error) = await CommandLine.RunAsync(_away.Folder, "run", own, "--out", "out");
        Assert.Equal(2, exit);
        Assert.Contains(needed, error);
        Assert.Single(Directory.GetDirectories(Path.Combine(_away.Folder, "out"), name + "-*"));
    }

    [Fact]
    public async Task EditedResolvedSpec_IsRefusedWithItsFile()
    {
        await CommandLine.RunAsync(_home.Folder, "run", "small.yaml", "--out", "out", "--set", "steps=3");
        string resolved = Path.Combine(_home.SweepFolder(), "resolved.yaml");
        File.WriteAllText(resolved, File.ReadAllText(resolved).Replace("steps: 3", "steps: 4", StringComparison.Ordinal));
        foreach (string[] command in (string[][])[["curves"], ["export", "--to", "t.csv"]])
        {
            var (exit, _, error) = await CommandLine.RunAsync(_home.Folder, [.. command, "--out", "out"]);
            Assert.NotEqual(0, exit);
            Assert.Contains("resolved.yaml", error);
            Assert.Contains("was changed after the sweep was started", error);
            Assert.Contains("restore the file", error);
        }
    }

    /// <summary>What every reading command gives.</summary>
    private static async Task<string[]> ReadAllAsync(string folder, string name)
    {
        var read = new List<string>();
        foreach (string[] command in (string[][])[["status", name], ["curves", name, "--json"], ["list"], ["export", name, "--to", "records.csv"], ["export", name, "--what", "results", "--to", "results.csv"]])
        {
            var (exit, output, error) = await CommandLine.RunAsync(folder, [.. command, "--out", "out"]);
            Assert.Equal(("", 0), (error, exit));
            read.Add(output);
        }

        return [.. read, File.ReadAllText(Path.Combine(folder, "records.csv")), File.ReadAllText(Path.Combine(folder, "results.csv"))];
    }

    private void WriteData()
    {
        string data = Directory.CreateDirectory(Path.Combine(_home.Folder, "data")).FullName;
        foreach (string name in (string[])["Xa", "Xb"]) Array(name, [name == "Xa" ? 1 : 3, 2, 1, 0, 2, 1], 3, 2);
        foreach (string name in (string[])["W1", "V1"]) Array(name, [name == "W1" ? 1 : 0.5, 0, 0, 1], 2, 2);
        Array("Y", [1, 0, 2], 3);
        Array("W2", [1, 0.5], 1, 2);
        foreach (var (set, count) in new[] { ("train", 20), ("t10k", 10) })
        {
            File.WriteAllBytes(Path.Combine(data, set + "-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 28, 0, 0, 0, 28, .. Enumerable.Range(0, count * 784).Select(i => (byte)(i * 7))]);
            File.WriteAllBytes(Path.Combine(data, set + "-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 10))]);
        }

        void Array(string name, double[] values, params long[] dimensions) =>
            File.WriteAllBytes(Path.Combine(data, name + ".npy"), Npy.Write(FileArray.Of(values, dimensions)));
    }
}
