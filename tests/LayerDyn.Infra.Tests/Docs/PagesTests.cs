using System.Text.RegularExpressions;

namespace LayerDyn.Infra.Tests.Docs;

/// <summary>The pages name files and commands that exist.</summary>
[Trait("Category", "fast")]
public sealed partial class PagesTests
{
    public static TheoryData<string> Pages => ["README.md", .. Repository.Files("infra/docs", "*.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_LeadToFiles(string page)
    {
        string folder = Path.GetDirectoryName(page)!;
        var missing = Link().Matches(Repository.Read(page)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
            .Where(link => !Path.Exists(Repository.Path(Path.Combine(folder, link.Split('#')[0]))));
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void CommandBlocks_AreRunOrSayWhyNot(string page)
    {
        // infra/check-readme.sh runs the lines of unmarked blocks that start with one of these.
        foreach (Match block in Block().Matches(Repository.Read(page)).Where(block => !block.Groups[1].Success))
            Assert.All(block.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches("^(dotnet|python3|layerdyn) ", line));
    }

    [Fact]
    public void Readme_LinksEveryPage()
    {
        string readme = Repository.Read("README.md");
        Assert.All(Repository.Files("infra/docs", "*.md"), page => Assert.Contains($"({page})", readme));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(<!-- not run:[^\n]*-->\n)?```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
