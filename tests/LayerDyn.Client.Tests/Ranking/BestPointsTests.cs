using LayerDyn.Client.Ranking;

namespace LayerDyn.Client.Tests.Ranking;

public sealed class BestPointsTests
{
    private int _read;

    [Fact]
    public async Task Pick_WithoutGroups_TakesTheFirst_AndReadsNoFurther()
    {
        var group = Assert.Single(await BestPoints.PickAsync(Sorted(("1", "a"), ("2", "a"), ("3", "b"), ("4", "b")), [], 2, default));
        Assert.Equal([0, 1], group.Points.Select(point => point.Point));
        Assert.Empty(group.By);
        Assert.Equal(2, _read);
    }

    [Fact]
    public async Task Pick_ByAnAxisOfNumbers_IsInTheirOrder()
    {
        var groups = await BestPoints.PickAsync(Sorted(("10", "a"), ("2", "a"), ("-1e-3", "a"), ("10", "b"), ("2", "b"), ("10", "c")), ["x"], 2, default);
        Assert.Equal(["-1e-3", "2", "10"], groups.Select(group => group.By["x"]));
        Assert.Equal([[2], [1, 4], [0, 3]], groups.Select(group => group.Points.Select(point => point.Point).ToArray()));
    }

    [Fact]
    public async Task Pick_BySeveral_HasTheFirstOneSlowest()
    {
        var groups = await BestPoints.PickAsync(Sorted(("2", "b"), ("1", "b"), ("2", "a"), ("1", "a")), ["y", "x"], 1, default);
        Assert.Equal(["a 1", "a 2", "b 1", "b 2"], groups.Select(group => $"{group.By["y"]} {group.By["x"]}"));
    }

    [Fact]
    public async Task Pick_BySeed_GroupsByIt()
    {
        var groups = await BestPoints.PickAsync(Sorted(("1", "a"), ("1", "a"), ("1", "a")), [BestPoints.Seed], 1, default);
        Assert.Equal([("0", 0L), ("1", 1L)], groups.Select(group => (group.By["seed"], group.Points[0].Point)));
    }

    // Point i has value i and seed i mod 2.
    private async IAsyncEnumerable<RankedPoint> Sorted(params (string X, string Y)[] axes)
    {
        for (int i = 0; i < axes.Length; i++)
        {
            _read++;
            yield return new RankedPoint(i, new Dictionary<string, string> { ["x"] = axes[i].X, ["y"] = axes[i].Y }, i % 2, i);
            await Task.Yield();
        }
    }
}
