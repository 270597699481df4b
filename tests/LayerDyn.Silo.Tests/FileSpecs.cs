using LayerDyn.Science.Files;
using LayerDyn.Silo.Tests.Hosting;

namespace LayerDyn.Silo.Tests;

/// <summary>Specs that name files, and the files.</summary>
internal static class FileSpecs
{
    public const string Task = "{ kind: gaussian-regression, samples: 10, whiten: true }", Init = "{ kind: lambda-balanced, lambda: 0, scale: 1 }";

    /// <summary>A folder that is not the data folder, though its name starts with the data folder's.</summary>
    public static string Outside { get; } = Directory.CreateDirectory(TestSilo.DataFolder + "-outside").FullName;

    public static string Of(string name, string task = Task, string init = Init) => $$"""
        name: {{name}}
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: {{init}}
        task: {{task}}
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 10
        measure: { at: { every: 10 }, observables: [loss] }
        curves:
          - { kind: trajectory, name: loss, value: loss, x: time }
        """;

    /// <summary>Ten samples of two values.</summary>
    public static void WriteSamples(string file) =>
        File.WriteAllBytes(file, Npy.Write(FileArray.Of([.. Enumerable.Range(1, 20).Select(i => i / 20.0)], 10, 2)));
}
