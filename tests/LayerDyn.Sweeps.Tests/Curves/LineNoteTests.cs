using LayerDyn.Sweeps.Charts;
using LayerDyn.Sweeps.Curves.Kinds;
using LayerDyn.Sweeps.Records;

namespace LayerDyn.Sweeps.Tests.Curves;

/// <summary>What a picture of lines says of its lines and bands is true of them.</summary>
public sealed class LineNoteTests
{
    private static readonly TrajectoryCurve Loss = new() { Name = "loss", Value = "loss", X = "step", LogY = true };

    // Two seeds of a mean of 1: at the second step they are 0.001 and 1.999, whose standard deviation is more than 1.
    [Theory]
    [InlineData(true, 0.001, true)]
    [InlineData(true, 0.5, false)] // both edges are positive
    [InlineData(false, 0.001, false)] // a linear axis shows them whole
    public void Note_OfABandThatReachesZero_SaysThatItEndsAtTheEdge_WhereTheAxisIsLogarithmic(bool log, double low, bool said)
    {
        var grid = new FakeGrid(2);
        PointResult[] results = [FakeGrid.Finished(0, ["loss"], [10, 1], [20, low]), FakeGrid.Finished(1, ["loss"], [10, 1], [20, 2 - low])];

        var chart = Assert.IsType<LineChart>(grid.Build(Loss with { LogY = log }, results).Chart);

        Assert.Equal(said, chart.Note.Contains("bands that end at the lower edge reach 0 or less", StringComparison.Ordinal));
        Assert.Equal(low < 0.5, chart.Panels.Single().Series[0].Low!.Any(edge => edge <= 0));
    }

    [Theory]
    [InlineData(1, "trained")]
    [InlineData(3, "mean")]
    public void Line_OfAPanelByItself_IsAMeanOverSeedsOnly(int seeds, string label)
    {
        var grid = new FakeGrid(seeds);
        PointResult[] results = [.. Enumerable.Range(0, seeds).Select(i => FakeGrid.Finished(i, ["loss"], [10, 1], [20, 0.5]))];

        Assert.Equal(label, Assert.IsType<LineChart>(grid.Build(Loss, results).Chart).Panels.Single().Series[0].Label);
    }
}
