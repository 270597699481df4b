namespace LayerDyn.Client.Tests.Recipes;

/// <summary>
/// The same bytes on any x86-64 machine: with other variants of the C library's functions, as another processor or another release of it
/// gives, with other kernels of the matrix library, and with the vector instructions that .NET uses switched off.
/// </summary>
public sealed class PortableBytesTests
{
    // What an older or another maker's processor would have MKL choose, were it not told.
    private static readonly Dictionary<string, string> OtherLibraries = new() { ["GLIBC_TUNABLES"] = "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2", ["MKL_ENABLE_INSTRUCTIONS"] = "SSE4_2" };

    // The libraries find what this processor has, and .NET does not: beside the former all of it is different. Both at once would leave no fused multiply-add
    // but in software, which takes minutes.
    private static readonly Dictionary<string, string> Narrow = new() { ["DOTNET_EnableAVX512"] = "0", ["DOTNET_EnableAVX512F"] = "0", ["DOTNET_EnableAVX2"] = "0", ["DOTNET_EnableFMA"] = "0" };

    // The quick variants, cut to what takes a few seconds without hardware for fused multiply-adds; infra/check-bytes.sh runs more of them.
    private static readonly Dictionary<string, string[]> Cuts = new()
    {
        ["coordinate-check"] = ["seeds=1", "axes.width.values=[32,64]"],
        ["critical-batch-size"] = ["steps=60", "seeds=1"],
        ["emergence-data"] = ["steps=3", "seeds=1", "model.widths=[21,40,1]", "measure.observables[1].samples=200"],
        ["emergence-parameters"] = ["steps=3", "seeds=1", "measure.observables[1].samples=200"],
        ["emergence-time"] = ["steps=20", "seeds=1", "optimizer.batchSize=50", "measure.observables[1].samples=200"],
        ["gamma-plus"] = ["steps=2000"],
        ["grokking-linear"] = ["steps=100", "seeds=1", "task.inputs=60", "task.testSamples=50"],
        ["grokking-mnist"] = ["epochs=1", "model.widths=[784,24,10]"],
        ["grokking-modular"] = ["steps=40", "seeds=1"],
        ["grokking-transformer"] = ["steps=20", "seeds=1"],
        ["in-context-learning"] = ["steps=600", "seeds=1"],
        ["in-context-plateaus"] = ["steps=600"],
        ["in-context-softmax"] = ["steps=50"],
        ["joint-scaling"] = ["axes.N.values=[8,16,32]", "axes.D.values=[100,300,1000]", "seeds=2", "steps=4000", "measure.at=[4000]"],
        ["lazy-rich-imbalance"] = ["steps=400"],
        ["lazy-rich-scale"] = ["steps=100"],
        ["modular-progress"] = ["steps=20", "seeds=1"],
        ["minority-collapse"] = ["steps=20", "measure.at=[0,20]"],
        ["mup-transfer"] = ["steps=10", "measure.at=[0,10]", "axes.width.values=[32,64]"],
        ["lora-rank"] = ["steps=400"],
        ["neural-collapse-features"] = ["steps=40", "seeds=1"],
        ["reversal"] = ["steps=3000", "task.switchAt=[1000]", "measure.at.every=100"],
        ["rich-lazy-exponents"] = ["task.dimension=200", "steps=2000"],
        ["scaling-law-compute"] = ["axes.alpha.values=[0.5]"],
        ["scaling-law-data"] = ["axes.alpha.values=[0.5]", "seeds=1"],
        ["scaling-law-parameters"] = ["axes.alpha.values=[0.5]"],
        ["scaling-law-time"] = ["axes.alpha.values=[0.5]"],
        ["neural-collapse-mnist"] = ["steps=10", "seeds=1", "model.widths=[784,24,24,10]"],
        ["sign-descent"] = ["steps=600"],
        ["transfer-forgetting"] = ["axes.switch.values=[20,640]", "axes.total.values=switch+100"],
        ["weight-decay-rank"] = ["steps=400"],
        ["width-stability"] = ["steps=100", "seeds=1"],
    };

    public static TheoryData<string> Recipes => [.. RecipeRun.Names];

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Recipe_OnOtherMachines_GivesTheSameBytes(string recipe)
    {
        var cuts = Cuts.GetValueOrDefault(recipe, []).ToList();
        if (RecipeRun.Text(recipe).Contains("kind: mnist", StringComparison.Ordinal)) cuts.Add($"task.path={RecipeRun.Mnist}");
        // Sums of many thousand powers take minutes where each fused multiply-add is a call.
        var one = recipe.StartsWith("scaling-law-", StringComparison.Ordinal) || recipe == "joint-scaling" ? [] : Narrow;
        await AreTheSameAsync([recipe, "--quick", .. cuts.SelectMany(cut => (string[])["--set", cut])], one);
    }

    [Fact]
    public async Task ExactSolutionsOfManyRates_OnOtherMachines_AreTheSameBytes() => await AreTheSameAsync(["rates.yaml"], [], """
        name: rates
        model: { kind: deep-linear, widths: [2, 2, 2] }
        init: { kind: lambda-balanced, lambda: -3, scale: 4 }
        weightsFrom: point
        task: { kind: gaussian-regression, samples: 10, whiten: true }
        optimizer: { kind: gd, learningRate: 0.01 }
        steps: 300
        engine: theory
        measure: { at: [0, 300], observables: [loss, kernel-distance] }
        axes: { rate: { logspace: [0.0007, 0.03, 20001], sets: optimizer.learningRate } }
        """);

    private static async Task AreTheSameAsync(string[] spec, Dictionary<string, string> one, string? yaml = null)
    {
        using var workspace = new Workspace();
        if (yaml is not null) workspace.Write(spec[0], yaml);
        var expected = await RunAsync("one", one);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await RunAsync("other", OtherLibraries));

        async Task<SortedDictionary<string, string>> RunAsync(string name, Dictionary<string, string> settings)
        {
            var (exit, _, error) = await CommandLine.RunAsync(workspace.Folder, settings, ["run", .. spec, "--out", name]);
            Assert.True(exit == 0, $"{name}: {error}");
            return Files(Path.Combine(workspace.Folder, name));
        }
    }

    private static SortedDictionary<string, string> Files(string store) => new(
        Directory.GetFiles(store, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".parquet" or ".csv")
            .ToDictionary(file => Path.GetRelativePath(store, file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))), StringComparer.Ordinal);
}
