namespace LayerDyn.Client.Tests.Commands;

/// <summary>Processors with vectors of different width give the same bytes: how many points share a vector changes nothing in any of them.</summary>
public sealed class VectorWidthTests
{
    // Thirteen points: whole vectors and a rest, whatever the width.
    private const string Dense = """
        name: dense
        model: { kind: deep-linear, widths: [6, 5, 3] }
        init: { kind: normal, std: 0.3 }
        task: { kind: gaussian-regression, samples: 10, whiten: false }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance, layer-imbalance] }
        axes:
          std: { linspace: [0.1, 1, 13], sets: init.std }
        """;

    private const string TwoByTwo = """
        name: two-by-two
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: 0, scale: 1 }
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        measure: { at: { logPerDecade: 5 }, observables: [loss, kernel-distance] }
        axes:
          lambda: { linspace: [-2, 2, 13], sets: init.lambda }
        """;

    private const string Diagonal = """
        name: diagonal
        model: { kind: diagonal-linear, depth: 3 }
        init: { kind: balanced-constant, product: 0.1 }
        task: { kind: linear-teacher, coefficients: [1, 0.5, 0.2], samples: 16 }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        measure: { at: { logPerDecade: 5 }, observables: [loss] }
        axes:
          product: { linspace: [0.01, 0.5, 13], sets: init.product }
        """;

    [Theory]
    [InlineData(Dense)]
    [InlineData(TwoByTwo)]
    [InlineData(Diagonal)]
    public async Task Records_WithNarrowerVectors_AreTheSameBytes(string spec)
    {
        using var workspace = new Workspace();
        workspace.Write("spec.yaml", spec);
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
