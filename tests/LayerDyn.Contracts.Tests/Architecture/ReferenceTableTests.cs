using System.Reflection;

namespace LayerDyn.Contracts.Tests.Architecture;

/// <summary>Holds the reference table of the design: spec -> grid -> point -> training -> records -> curves -> views, one way only.</summary>
public sealed class ReferenceTableTests
{
    private static readonly string[] Orleans = ["Orleans."];
    private static readonly string[] Azure = ["Azure."];

    public static TheoryData<string, string[], string[]> Table => new()
    {
        { "LayerDyn.Science", [], [.. Orleans, .. Azure, "YamlDotNet", "ScottPlot", "Parquet"] },
        { "LayerDyn.Sweeps", ["LayerDyn.Science"], [.. Orleans, .. Azure, "TorchSharp", "Parquet"] },
        { "LayerDyn.Storage", ["LayerDyn.Sweeps", "LayerDyn.Science"], [.. Orleans, "TorchSharp", "YamlDotNet", "ScottPlot"] },
        { "LayerDyn.Contracts", ["LayerDyn.Sweeps"], ["Azure.", "TorchSharp", "YamlDotNet", "ScottPlot", "Parquet", "Orleans.Runtime"] },
        {
            "LayerDyn.Grains",
            ["LayerDyn.Contracts", "LayerDyn.Storage", "LayerDyn.Sweeps", "LayerDyn.Science"],
            ["TorchSharp", "Azure.", "YamlDotNet", "ScottPlot", "Parquet"]
        },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Assembly_References_OnlyWhatTheDesignAllows(string assembly, string[] ours, string[] banned)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(name => name.Name!).ToList();
        Assert.Empty(references.Where(name => name.StartsWith("LayerDyn.", StringComparison.Ordinal)).Except(ours));
        Assert.DoesNotContain(references, name => banned.Any(ban => name.StartsWith(ban, StringComparison.Ordinal)));
    }

    [Fact]
    public void Contracts_PublicTypes_AreGrainInterfacesOrSerializableMessagesWithAliases()
    {
        foreach (var type in Assembly.Load("LayerDyn.Contracts").GetExportedTypes().Where(type => type.Namespace!.StartsWith("LayerDyn.Contracts", StringComparison.Ordinal)))
        {
            Assert.True(type.IsDefined(typeof(AliasAttribute), inherit: false), $"{type} has no alias");
            Assert.True(
                typeof(IGrain).IsAssignableFrom(type) || type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false),
                $"{type} is neither a grain interface nor a message");
        }
    }
}
