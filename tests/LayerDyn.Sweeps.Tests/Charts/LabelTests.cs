using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves;
using LayerDyn.Sweeps.Tests.Curves;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>Every text of a picture is on the page, whole, and off every other.</summary>
public sealed class LabelTests
{
    private const string Long = "a name that goes on for quite a while, as names that people give to parameters and columns of their own sweeps do, and on";

    private static readonly double[] Numbers = [0.0514286, 0.1023457, 0.2037891, 0.3050123, 1234567];

    public static TheoryData<string> Pictures { get; } = [.. Charts.Keys];

    private static Dictionary<string, Chart> Charts => new()
    {
        ["map with long numbers"] = Map(new("C", ["0", "1"], [0, 1]), new("lr (η)", [.. Numbers.Select(number => $"{number}")], Numbers)),
        ["map with long names"] = Map(
            new("case", ["a rather long name", "another long name", "a_name_without_any_space_in_it"], null), new(Long, [Long, "short"], null)),
        ["long colour bar"] = Map(new("C", ["0", "1"], [0, 1]), new("D", ["0", "1"], [0, 1])) with { ValueLabel = Long, Min = -123456.25, Max = -123456 },
        ["long ordinate"] = Lines([new("loss", [0, 1], [123456.25, 123456.5], 0)]) with { Y = new(Long) },
        ["long abscissa"] = Lines([new("loss", [0, 1], [0, 1], 0)]) with { X = new(Long) },
        ["many lines"] = Lines([.. Enumerable.Range(0, 60).Select(i => new LineSeries($"rate = {i}", [0, 1], [i, i + 1], i))]),
        ["long title"] = Lines([new("loss", [0, 1], [0, 1], 0)]) with { Title = Long },
        ["long note"] = Lines([new("loss", [0, 1], [0, 1], 0)]) with { Note = Long + Long },
        ["long titles of panels"] = Lines([]) with { Panels = [.. Enumerable.Repeat(new LinePanel(Long, [new("", [0, 1], [0, 1], 0)]), 3)] },
        ["number at the right edge"] = Lines([new("loss", [0, 900_000], [0, 1], 0)]) with { X = new("optimizer steps") { Min = 0, Max = 900_000 } },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Texts_OfAPicture_AreOnThePage(string picture)
    {
        var (page, texts) = DrawnText.Of(Charts[picture]);
        Assert.NotEmpty(texts);
        Assert.All(texts, text => Assert.True(page.Contains(text.Box), $"'{text.Text}' at {text.Box} leaves the page {page}"));
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Texts_OfAPicture_AreOffEachOther(string picture) => AreApart(DrawnText.Of(Charts[picture]).Texts);

    [Fact]
    public void Texts_OfEverySample_AreOnThePage_AndOffEachOther()
    {
        foreach (var (spec, grid, results) in SampleCurves.All())
        {
            var (page, texts) = DrawnText.Of(grid.Build(spec, results).Chart);
            Assert.All(texts, text => Assert.True(page.Contains(text.Box), $"{spec.Name}: '{text.Text}' at {text.Box} leaves the page {page}"));
            AreApart(texts);
        }
    }

    [Fact]
    public void Title_LongerThanThePage_IsThereToItsEnd()
    {
        string[] texts = [.. DrawnText.Of(Charts["long title"]).Texts.Select(text => text.Text)];
        Assert.Contains(Long, string.Join(' ', texts), StringComparison.Ordinal);
    }

    [Fact]
    public void Legend_OfMoreLinesThanThePageIsHigh_HasThemAll()
    {
        string[] texts = [.. DrawnText.Of(Charts["many lines"]).Texts.Select(text => text.Text)];
        Assert.All(Enumerable.Range(0, 60), i => Assert.Contains($"rate = {i}", texts));
    }

    private static void AreApart(IReadOnlyList<DrawnText> texts)
    {
        for (int a = 0; a < texts.Count; a++)
            for (int b = 0; b < a; b++)
                Assert.False(texts[a].Box.IntersectsWith(texts[b].Box), $"'{texts[a].Text}' at {texts[a].Box} is over '{texts[b].Text}' at {texts[b].Box}");
    }

    private static LineChart Lines(LineSeries[] series) => new() { Title = "loss", X = new("step"), Y = new("loss"), Panels = [new("", series)] };

    private static HeatmapChart Map(HeatmapAxis x, HeatmapAxis y) => new()
    {
        Title = "map",
        X = x,
        Y = y,
        ValueLabel = "loss",
        Panels = [new("", new double[x.Count * y.Count], new bool[x.Count * y.Count])],
    };
}
