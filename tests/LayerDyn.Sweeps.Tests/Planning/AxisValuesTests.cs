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

    [Theory]
    [InlineData(0.1, 0.4, 0.1, new[] { 0.1, 0.2, 0.3 })]
    [InlineData(0.05, 0.35, 0.1, new[] { 0.05, 0.15, 0.25 })]
    [InlineData(1, 0.7, -0.1, new[] { 1, 0.9, 0.8 })]
    [InlineData(1e-5, 3.5e-5, 1e-5, new[] { 1e-5, 2e-5, 3e-5 })]
    [InlineData(1e-40, 3e-40, 1e-40, new[] { 1e-40, 2e-40 })]
    [InlineData(0, 3e20, 1e20, new[] { 0, 1e20, 2e20 })]
    public void Range_ExcludesItsStopAndKeepsTheDecimalsAsWritten(double start, double stop, double step, double[] values) =>
        Assert.Equal(values, AxisValues.Range(start, step, (int)AxisValues.RangeCount(start, stop, step)).Numbers()!);

    [Fact]
    public void Numbers_OfALongAxis_AreNotWrittenOut()
    {
        var values = AxisValues.Range(0, 1, int.MaxValue).Numbers()!;
        Assert.Equal(2_000_000_000.0, values[2_000_000_000]);
    }
}
