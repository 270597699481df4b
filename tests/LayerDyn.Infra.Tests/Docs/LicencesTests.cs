using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Docs;

/// <summary>The page of licences names every package that is passed on.</summary>
[Trait("Category", "fast")]
public sealed partial class LicencesTests
{
    public static TheoryData<string> Packages =>
        [.. Group().Matches(Repository.Read("Directory.Packages.props")).Where(group => group.Groups[1].Value != "Tests and analyzers")
            .SelectMany(group => Package().Matches(group.Groups[2].Value)).Select(package => package.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Package_IsOnThePage(string package)
    {
        string page = Repository.Read("infra/docs/licences.md").Replace(@".\*", ".", StringComparison.Ordinal);
        // Microsoft.Orleans.* and the like stand for all that begin so.
        Assert.Contains(Enumerable.Range(0, package.Length).Where(at => at == package.Length - 1 || package[at] == '.').Select(at => package[..(at + 1)]),
            name => Regex.IsMatch(page, $@"(?<![\w.]){Regex.Escape(name)}(?![\w])") && (name == package || name.Count(c => c == '.') > 1 || name is "OpenTelemetry." or "SkiaSharp." or "HarfBuzzSharp."));
    }

    [GeneratedRegex("<ItemGroup Label=\"([^\"]*)\">(.*?)</ItemGroup>", RegexOptions.Singleline)]
    private static partial Regex Group();

    [GeneratedRegex("<PackageVersion Include=\"([^\"]*)\"")]
    private static partial Regex Package();
}
