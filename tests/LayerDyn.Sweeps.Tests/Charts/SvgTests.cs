using System.Xml.Linq;
using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Charts.Rendering;
using LayerDyn.Sweeps.Tests.Curves;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>Pictures look the same on a light and on a dark page.</summary>
public sealed class SvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<int> Samples { get; } = [.. Enumerable.Range(0, SampleCurves.All().Count())];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Svg_FirstOfAll_IsWhiteGroundOfTheWholePage(int sample)
    {
        var root = Draw(sample);
        var ground = root.Descendants().First(element => element.Name != Svg + "g" && element.Name != Svg + "defs");
        Assert.Equal(Svg + "rect", ground.Name);
        Assert.Contains((string?)ground.Attribute("fill"), (string[])["white", "#fff", "#ffffff"]);
        Assert.Equal((string?)root.Attribute("width"), (string?)ground.Attribute("width"));
        Assert.Equal((string?)root.Attribute("height"), (string?)ground.Attribute("height"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Svg_NoColour_ComesFromThePage(int sample)
    {
        string text = Draw(sample).ToString();
        Assert.DoesNotContain("currentColor", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("prefers-color-scheme", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("class=", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_MapOverManyLogarithmicCells_HasDecadesAtItsAxis()
    {
        double[] rates = [.. Enumerable.Range(0, 41).Select(i => 0.05 * Math.Pow(100, i / 40.0))];
        var axis = new HeatmapAxis("rate", [.. rates.Select(rate => $"{rate}")], rates);
        var chart = new HeatmapChart
        {
            Title = "map",
            X = new HeatmapAxis("C", ["0", "1"], [0, 1]),
            Y = axis,
            ValueLabel = "loss",
            Panels = [new HeatmapPanel("", new double[82], new bool[82])],
        };
        string[] texts = [.. XDocument.Parse(ChartRenderer.Svg(chart)).Descendants(Svg + "text").Select(text => text.Value.Trim())];
        Assert.Contains("0.1", texts);
        Assert.Contains("1", texts);
    }

    private static XElement Draw(int sample)
    {
        var (spec, grid, results) = SampleCurves.All().ElementAt(sample);
        return XDocument.Parse(ChartRenderer.Svg(grid.Build(spec, results).Chart)).Root!;
    }
}
