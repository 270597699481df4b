using System.Text;

namespace LayerDyn.Client.Tests;

/// <summary>An empty folder with a small spec in it.</summary>
public sealed class Workspace : IDisposable
{
    public const string Spec = """
        name: small
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          lambda: { linspace: [-2, 2, 5], sets: init.lambda }
          scale: { values: [1, 4], sets: init.scale }
        curves:
          - { kind: heatmap, name: distance, x: scale, y: lambda, value: kernel-distance, at: last }

        """;

    public Workspace() => File.WriteAllText(Path.Combine(Folder, "small.yaml"), Spec);

    public string Folder { get; } = Directory.CreateTempSubdirectory("layerdyn-cli-").FullName;

    public string Write(string name, string text, Encoding? encoding = null)
    {
        File.WriteAllText(Path.Combine(Folder, name), text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return name;
    }

    public string SweepFolder(string store = "out") => Directory.GetDirectories(Path.Combine(Folder, store), "small-*").Single();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
