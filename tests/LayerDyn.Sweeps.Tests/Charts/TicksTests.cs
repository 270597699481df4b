using LayerDyn.Sweeps.Charts.Rendering;

namespace LayerDyn.Sweeps.Tests.Charts;

/// <summary>A logarithmic axis can be read off wherever it starts and however little of it is shown.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData(0.05, 5, "0.05 0.1 0.2 0.5 1 2 5")]
    [InlineData(100, 10_000, "100 200 500 1000 2000 5000 10⁴")]
    [InlineData(2e-7, 3e-6, "2·10⁻⁷ 5·10⁻⁷ 10⁻⁶ 2·10⁻⁶")]
    [InlineData(0.22, 0.9, "0.3 0.5 0.7")]
    [InlineData(0.5, 0.6, "0.5 0.52 0.54 0.56 0.58 0.6")]
    [InlineData(2.1e-20, 2.9e-20, "2.2·10⁻²⁰ 2.4·10⁻²⁰ 2.6·10⁻²⁰ 2.8·10⁻²⁰")]
    [InlineData(1e-3, 1e3, "10⁻³ 0.01 0.1 1 10 100 1000")]
    public void Log_Labels_AreReadable(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', Labels(Math.Log10(low), Math.Log10(high))));

    [Fact]
    public void Log_AnyRange_HasAtLeastThreeLabels()
    {
        for (double low = -3; low < -2; low += 0.01)
            for (double span = 0.02; span < 4; span += 0.13) Assert.True(Labels(low, low + span).Length >= 3, $"10^{low} to 10^{low + span}");
    }

    [Fact]
    public void Log_LabelsOfANarrowPanel_AreApart()
    {
        const int Width = 384;
        for (double low = -3; low < -2; low += 0.01)
            for (double span = 0.02; span < 4; span += 0.13)
            {
                var ticks = Ticks.Log(low, low + span).Where(tick => tick.IsMajor).ToArray();
                foreach (var (a, b) in ticks.Zip(ticks.Skip(1)))
                {
                    float room = (TextLines.Widest([a.Label], ChartAxes.TickSize) + TextLines.Widest([b.Label], ChartAxes.TickSize)) / 2;
                    Assert.True((b.Position - a.Position) / span * Width > room, $"{a.Label} and {b.Label} from 10^{low} to 10^{low + span}");
                }
            }
    }

    private static string[] Labels(double low, double high) => [.. Ticks.Log(low, high).Where(tick => tick.IsMajor).Select(tick => tick.Label)];
}
