using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Deployment;

/// <summary>Every setting that a manifest, a script or a page names is one that the code reads.</summary>
[Trait("Category", "fast")]
public sealed partial class SettingsTests
{
    private static readonly Dictionary<string, string> Sections = new()
    {
        ["Silo"] = "SiloOptions",
        ["Lanes"] = "LaneOptions",
        ["Api"] = "ApiOptions",
        ["Security"] = "SecurityOptions",
        ["Sweeps"] = "SweepOptions",
    };

    public static TheoryData<string> Texts =>
        [.. Repository.Files("infra", "*.*").Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".md", StringComparison.Ordinal)
            || file.EndsWith(".Containerfile", StringComparison.Ordinal) || file.EndsWith(".sbatch", StringComparison.Ordinal) || file.EndsWith(".sh", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Settings_AllNamed_ExistInTheCode(string file)
    {
        var unknown = Setting().Matches(Repository.Read(file)).Select(match => (Section: match.Groups[1].Value, Key: match.Groups[2].Value)).Distinct()
            .Where(setting => !Sections.TryGetValue(setting.Section, out string? type) || Repository.ClassSource(type) is not { } source
                || !Regex.IsMatch(source, $@"public [\w<>?]+ {setting.Key} {{ get; set; }}"));

        Assert.Empty(unknown);
    }

    // LAYERDYN_Silo__Store, --Silo:Store, Silo:Store, with the first key of nested ones.
    [GeneratedRegex(@"(?:LAYERDYN_|--)([A-Z][a-z]+)(?:__|:)([A-Z]\w+?)(?=__|\b)")]
    private static partial Regex Setting();
}
