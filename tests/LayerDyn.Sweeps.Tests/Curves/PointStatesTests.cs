using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Tests.Curves;

public sealed class PointStatesTests
{
    [Fact]
    public void Points_InAnyOrder_AreThereOnce_Ascending()
    {
        var states = new PointStates<int>(10_000);
        foreach (long index in (long[])[9_999, 0, 1_024, 1_023, 5_000, 1_024]) states.TryAdd(index, states.Count);

        Assert.Equal(5, states.Count);
        Assert.Equal([(0L, 1), (1_023L, 3), (1_024L, 2), (5_000L, 4), (9_999L, 0)], states);
        Assert.True(states.Contains(5_000));
        Assert.False(states.Contains(5_001));
    }
}
