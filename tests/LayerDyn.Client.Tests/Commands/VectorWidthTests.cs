namespace LayerDyn.Client.Tests.Commands;

/// <summary>Processors with vectors of different width give the same bytes: how many points share a vector changes nothing in any of them.</summary>
public sealed class VectorWidthTests
{
    // Thirteen points an axis: whole vectors and a rest, whatever the width.
    [Theory]
    [InlineData("deep-linear, widths: [6, 5, 3]", "normal, std: 0.3", "gaussian-regression, samples: 10, whiten: false", "loss, kernel-distance, layer-imbalance",
        "std: { linspace: [0.1, 1, 13], sets: init.std }")]
    [InlineData("deep-linear, widths: [64, 60, 65, 64, 64]", "normal, std: 0.1", "gaussian-regression, samples: 80, whiten: false", "loss, ntk-distance",
        "std: { linspace: [0.05, 0.1, 13], sets: init.std }")]
    [InlineData("deep-linear, widths: [2, 2, 2]", "lambda-balanced, lambda: 0, scale: 1", "gaussian-regression, samples: 10, whiten: true", "loss, kernel-distance",
        "lambda: { linspace: [-2, 2, 13], sets: init.lambda }")]
    [InlineData("diagonal-linear, depth: 3", "balanced-constant, product: 0.1", "linear-teacher, coefficients: [1, 0.5, 0.2], samples: 16", "loss",
        "product: { linspace: [0.01, 0.5, 13], sets: init.product }")]
    public async Task Records_WithNarrowerVectors_AreTheSameBytes(string model, string init, string task, string observables, string axis)
    {
        using var workspace = new Workspace();
        workspace.Write("spec.yaml", $$"""
            name: widths
            model: { kind: {{model}} }
            init: { kind: {{init}} }
            task: { kind: {{task}} }
            optimizer: { kind: gd, learningRate: 0.01 }
            steps: 300
            measure: { at: { logPerDecade: 5 }, observables: [{{observables}}] }
            axes:
              {{axis}}
            """);
        var wide = await CommandLine.RunAsync(workspace.Folder, "run", "spec.yaml", "--out", "wide");
        var narrow = await CommandLine.RunAsync(
            workspace.Folder, new Dictionary<string, string> { ["DOTNET_PreferredVectorBitWidth"] = "256", ["DOTNET_EnableAVX512"] = "0" },
            "run", "spec.yaml", "--out", "narrow");

        Assert.Equal((0, 0), (wide.Exit, narrow.Exit));
        var expected = Results(Path.Combine(workspace.Folder, "wide"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, Results(Path.Combine(workspace.Folder, "narrow")));
    }

    private static SortedDictionary<string, string> Results(string store) => new(
        Directory.GetDirectories(store, "*-*").SelectMany(sweep => Directory.GetFiles(Path.Combine(sweep, "results"), "*", SearchOption.AllDirectories))
            .ToDictionary(file => Path.GetRelativePath(store, file), file => Convert.ToHexString(File.ReadAllBytes(file))), StringComparer.Ordinal);
}
