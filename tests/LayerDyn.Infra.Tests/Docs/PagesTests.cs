using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Docs;

/// <summary>The pages name files and commands that exist. infra/check-pages.sh runs the commands.</summary>
[Trait("Category", "fast")]
public sealed partial class PagesTests
{
    private static IEnumerable<string> PageFiles => ["README.md", .. Repository.Files("infra/docs", "*.md")];

    public static TheoryData<string> Pages => [.. PageFiles];

    /// <summary>What may name a script, a file or a folder of this repository in a comment.</summary>
    public static TheoryData<string> Texts =>
        ["README.md", .. new[] { "*.md", "*.sh", "*.sbatch", "*.yaml", "*.Containerfile", "*.py" }.SelectMany(pattern => Repository.Files("infra", pattern))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadToFiles(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        var missing = Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#') && !link.StartsWith("curve:", StringComparison.Ordinal)) // a report's
            .Where(link => !Path.Exists(Repository.Path(Path.Combine(folder, link.Split('#')[0]))));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void FilesOfTheRepository_AllNamed_Exist(string text)
    {
        var missing = Named().Matches(Repository.Read(text)).Select(match => match.Value.TrimEnd('.', '/')).Where(file => !Path.Exists(Repository.Path(file)));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void CommandBlocks_NotRun_SayWhy(string page) =>
        Assert.All(NotRun().Matches(Repository.Read(page)), mark => Assert.Matches(@"^<!-- not run: \w[^\n]{10,} -->\n```bash\n", mark.Value));

    [Fact]
    public void Commands_OfLayerdyn_Exist()
    {
        string program = Repository.Read("client/Program.cs") + string.Concat(Repository.Files("client/Commands", "*.cs").Select(Repository.Read));
        Assert.All(PageFiles.SelectMany(page => Command().Matches(Repository.Read(page))).Select(match => match.Groups[1].Value).Distinct(),
            command => Assert.Contains($"\"{command}\"", program));
    }

    [Fact]
    public void Readme_LinksEveryPage()
    {
        string readme = Repository.Read("README.md");
        Assert.All(Repository.Files("infra/docs", "*.md"), page => Assert.Contains($"({page})", readme));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    // infra/x.sh, tests/Some.Tests and the like; patterns (infra/*.sh) and parts of longer paths are left out.
    [GeneratedRegex(@"(?<![\w/.-])(?:infra|client|silo|src|tests)/[\w.-]+(?:/[\w.-]+)*/?(?![\w*{$/])")]
    private static partial Regex Named();

    [GeneratedRegex(@"<!-- not run[^\n]*\n[^\n]*\n?")]
    private static partial Regex NotRun();

    [GeneratedRegex(@"(?m)^(?:layerdyn|dotnet run -c Release --project client --) ([a-z]+)")]
    private static partial Regex Command();
}
