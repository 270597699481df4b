using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class LedgerTests
{
    private static readonly Ledger Part = new(100, 60, 5, 2);

    [Fact]
    public void Ledger_AddsUp()
    {
        Assert.Equal((65, 33), (Part.Committed, Part.Remaining));
        Assert.Equal("expected 100 = finished 60 + diverged 5 + failed 2 + remaining 33", Part.ToString());
    }

    [Fact]
    public void PartAddedAndTakenAway_LeavesTheRest()
    {
        var whole = Part + new Ledger(10, 1, 2, 3);
        Assert.Equal(new Ledger(110, 61, 7, 5), whole);
        Assert.Equal(Part, whole - new Ledger(10, 1, 2, 3));
    }

    [Theory]
    [InlineData(10, 8, 2, 0, true)] // divergence is a result
    [InlineData(10, 8, 1, 1, false)]
    [InlineData(10, 8, 1, 0, false)]
    [InlineData(0, 0, 0, 0, true)]
    public void Complete_IsWhereEveryPointHasAResult(long expected, long finished, long diverged, long failed, bool complete) =>
        Assert.Equal(complete, new Ledger(expected, finished, diverged, failed).IsComplete);
}
