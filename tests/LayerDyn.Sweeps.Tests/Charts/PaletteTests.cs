using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Charts.Rendering;
using Color = ScottPlot.Color;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>Colours that differ on the chart differ to every reader.</summary>
public sealed class PaletteTests
{
    private const double Apart = 15; // six just noticeable differences

    public static TheoryData<string> Eyes { get; } = [.. Vision.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Eyes))]
    public void Series_AnyTwo_AreToldApart(string eyes)
    {
        Color[] colors = [Palette.Of(-1), .. Enumerable.Range(0, Palette.Count).Select(index => Palette.Of(index, Palette.Count))];
        for (int a = 0; a < colors.Length; a++)
            for (int b = 0; b < a; b++)
                Assert.True(Vision.Distance(colors[a], colors[b], Vision.Kinds[eyes]) > Apart, $"{colors[a].ToHex()} and {colors[b].ToHex()}");
    }

    [Theory]
    [MemberData(nameof(Eyes))]
    public void Map_LargerValue_IsLighter(string eyes)
    {
        double[] lightness = [.. Enumerable.Range(0, 33).Select(i => Vision.Lab(Palette.Map.GetColor(i / 32.0), Vision.Kinds[eyes]).L)];
        Assert.Equal(lightness.Order(), lightness);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(14)]
    public void Series_OnWhite_AreSeen(int count)
    {
        for (int index = 0; index < count; index++) Assert.InRange(Vision.ContrastWithWhite(Palette.Of(index, count)), 1.8, 21);
        Assert.InRange(Vision.ContrastWithWhite(Palette.Of(LineSeries.Grey)), 1.8, 21);
    }
}
