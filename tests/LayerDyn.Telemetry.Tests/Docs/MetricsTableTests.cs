using System.Text.RegularExpressions;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Docs;

/// <summary>infra/docs/telemetry.md says what the code does.</summary>
public sealed partial class MetricsTableTests
{
    private const string Begin = "<!-- metrics -->", End = "<!-- /metrics -->";

    private static readonly string Page = File.ReadAllText(RepositoryRoot.Of("infra", "docs", "telemetry.md"));

    [Fact]
    public void Table_ListsEveryInstrument()
    {
        using var meters = new Meters();

        string expected = "| instrument | in Prometheus | kind | unit | labels | what it is |\n|---|---|---|---|---|---|\n"
            + string.Concat(meters.Instruments().OrderBy(instrument => instrument.Name, StringComparer.Ordinal).Select(instrument => MetricsTable.Row(instrument) + "\n"));

        int from = Page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1, to = Page.IndexOf(End, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("LAYERDYN_REWRITE_DOCS") == "1") File.WriteAllText(RepositoryRoot.Of("infra", "docs", "telemetry.md"), Page[..from] + expected + Page[to..]);
        else Assert.Equal(expected, Page[from..to]);
    }

    [Fact]
    public void Instruments_HaveUnitsAndDescriptions()
    {
        using var meters = new Meters();

        Assert.All(meters.Instruments(), instrument =>
        {
            Assert.Matches(@"\A(s|By|1|\{[a-z]+\})\z", instrument.Unit);
            Assert.False(string.IsNullOrEmpty(instrument.Description));
            Assert.Matches(@"\Alayerdyn(\.[a-z_]+)+\z", instrument.Name);
        });
    }

    [Fact]
    public void Spans_AreAllListed()
    {
        string source = File.ReadAllText(RepositoryRoot.Of("src", "LayerDyn.Grains", "Telemetry", "LayerDynActivities.cs"));

        string[] spans = [.. Span().Matches(source).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.Contains($"| `{span}` |", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex("Start(?:Batch)?\\(\"([a-z ]+)\"")]
    private static partial Regex Span();
}
