using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using LayerDyn.Grains.Telemetry;
using LayerDyn.Telemetry.Tests.Hosting;

namespace LayerDyn.Telemetry.Tests.Docs;

/// <summary>infra/docs/telemetry.md says what the code does.</summary>
public sealed partial class MetricsTableTests
{
    private const string Begin = "<!-- metrics -->", End = "<!-- /metrics -->";

    private static readonly string Page = File.ReadAllText(Repository.Path("infra", "docs", "telemetry.md"));

    [Fact]
    public void Table_ListsEveryInstrument()
    {
        using var meters = new Meters();

        string expected = "| instrument | in Prometheus | kind | unit | what it is |\n|---|---|---|---|---|\n"
            + string.Concat(Instruments(meters).OrderBy(instrument => instrument.Name, StringComparer.Ordinal).Select(instrument => MetricsTable.Row(instrument) + "\n"));

        int from = Page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1, to = Page.IndexOf(End, StringComparison.Ordinal);
        Assert.Equal(expected, Page[from..to]);
    }

    [Fact]
    public void Instruments_HaveUnitsAndDescriptions()
    {
        using var meters = new Meters();

        Assert.All(Instruments(meters), instrument =>
        {
            Assert.Matches(@"\A(s|By|\{[a-z]+\})\z", instrument.Unit);
            Assert.False(string.IsNullOrEmpty(instrument.Description));
            Assert.Matches(@"\Alayerdyn(\.[a-z_]+)+\z", instrument.Name);
        });
    }

    [Fact]
    public void Spans_AreAllListed()
    {
        string source = File.ReadAllText(Repository.Path("src", "LayerDyn.Grains", "Telemetry", "LayerDynActivities.cs"));

        string[] spans = [.. Span().Matches(source).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(spans);
        Assert.All(spans, span => Assert.Contains($"| `{span}` |", Page, StringComparison.Ordinal));
    }

    [GeneratedRegex("Start(?:Pack)?\\(\"([a-z ]+)\"")]
    private static partial Regex Span();

    private static List<Instrument> Instruments(Meters meters)
    {
        var found = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == LayerDynMetrics.MeterName && instrument.Meter.Scope == meters.Factory) found.Add(instrument);
        };
        listener.Start();
        return found;
    }
}
