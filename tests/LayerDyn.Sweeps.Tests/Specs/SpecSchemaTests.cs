using System.Text.Json;
using Json.Schema;
using LayerDyn.Sweeps.Planning;
using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class SpecSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(SpecSchema.Write());

    public static TheoryData<string> Recipes => [.. Directory.GetFiles(RecipeFolder(), "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Recipe_IsAccepted_AsWrittenAndAsResolved(string recipe)
    {
        string yaml = File.ReadAllText(Path.Combine(RecipeFolder(), recipe));
        Assert.True(Complaints(yaml) is "", Complaints(yaml));
        if (yaml.Contains("mnist", StringComparison.Ordinal)) return; // its data need not be here
        string resolved = SweepPlan.Load(yaml, [], "quick").ResolvedYaml;
        Assert.True(Complaints(resolved) is "", Complaints(resolved));
    }

    [Fact]
    public void GoodSpec_IsAccepted() => Assert.Equal("", Complaints(MalformedSpecTests.Good));

    // What parts have to do with each other is not seen, nor what an axis or a variant makes of them.
    [Theory]
    [MemberData(nameof(MalformedSpecTests.Cases), MemberType = typeof(MalformedSpecTests))]
    public void MalformedSpec_IsRefused_WhereItsTextSaysSo(string good, string bad, string problem)
    {
        string[] visible = ["is not a known key", "is not a known kind", "is not a parameter of", "must be", "must have three numbers", "exactly one form", "cannot stand beside", "cannot be given together"];
        string[] hidden = ["axes.rate '", "axes.lambda '", " sets ", ".sets '", "variants.", "zip[", "range[2]", "must be of", "past the end"];
        if (!visible.Any(problem.Contains) || hidden.Any(problem.Contains)) return;
        Assert.NotEqual("", Complaints(MalformedSpecTests.Good.Replace(good, bad, StringComparison.Ordinal)));
    }

    private static string Complaints(string yaml)
    {
        var problems = new SpecProblems();
        var node = YamlReader.Read(yaml, new SweepLimits(), problems);
        if (node is null || !problems.IsEmpty) return "it is no YAML that a spec may be";
        var found = Schema.Evaluate(SpecJson.ToElement(node), new EvaluationOptions { OutputFormat = OutputFormat.List });
        if (found.IsValid) return "";
        return string.Join('\n', (found.Details ?? []).Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation} ({detail.EvaluationPath}): {JsonSerializer.Serialize(detail.Errors)}"));
    }

    private static string RecipeFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "LayerDyn.Distributed.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, "client", "recipes");
    }
}
