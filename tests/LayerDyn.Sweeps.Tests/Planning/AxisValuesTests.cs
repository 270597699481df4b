using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class AxisValuesTests
{
    [Fact]
    public void Linspace_PublishedAxis_EqualsNumPy()
    {
        // By numpy's formula arange(n) * ((stop - start) / (n - 1)) + start with the stop last, computed in Python.
        var lambda = AxisValues.Linspace(-9, 9, 40).Numbers()!;
        Assert.Equal([-8.538461538461538, -0.23076923076922995, 0.23076923076923173, 8.53846153846154, 9.0], new[] { 1, 19, 20, 38, 39 }.Select(i => lambda[i]));
        var ratio = AxisValues.Linspace(1, 20, 40).Numbers()!;
        Assert.Equal([1.4871794871794872, 4.410256410256411, 20.0], new[] { 1, 7, 39 }.Select(i => ratio[i]));
    }

    [Fact]
    public void Linspace_OneOrEqualValues_IsTheValue()
    {
        Assert.Equal([3.0], AxisValues.Linspace(3, 9, 1).Numbers()!);
        Assert.Equal([3.0, 3.0, 3.0], AxisValues.Linspace(3, 3, 3).Numbers()!);
    }

    [Fact]
    public void Logspace_HasItsEndsExactly()
    {
        var values = AxisValues.Logspace(0.001, 1000, 7).Numbers()!;
        Assert.Equal((0.001, 1000.0), (values[0], values[6]));
        for (int i = 1; i < 7; i++) Assert.Equal(10, values[i] / values[i - 1], 1e-12);
    }

    [Fact]
    public void Labels_AreShortest() => Assert.Equal(["0", "0.1", "0.2"], AxisValues.Range(0, 0.1, 3).Labels());

    [Fact]
    public void Numbers_OfALongAxis_AreNotWrittenOut()
    {
        var values = AxisValues.Range(0, 1, int.MaxValue).Numbers()!;
        Assert.Equal(2_000_000_000.0, values[2_000_000_000]);
    }
}
