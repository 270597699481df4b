using LayerDyn.Science.Randomness;
using LayerDyn.Sweeps.Curves;

namespace LayerDyn.Sweeps.Tests.Curves;

public sealed class StridedPointsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("7", 7)]
    [InlineData("7,8", 7, 8)]
    [InlineData("0-2,7,10-90:20", 0, 1, 2, 7, 10, 30, 50, 70, 90)]
    [InlineData("1,3,4,6-8", 1, 3, 4, 6, 7, 8)]
    public void Write_Indices_IsTheShortText(string expected, params int[] indices)
    {
        Assert.Equal(expected, StridedPoints.Write([.. indices.Select(index => (long)index)]));
        Assert.Equal(indices.Select(index => (long)index), StridedPoints.Read(expected));
    }

    [Fact]
    public void Read_OfWhatWasWritten_IsTheSame()
    {
        for (int trial = 0; trial < 200; trial++)
        {
            var random = RandomStream.For($"ranges/{trial}");
            long[] indices = [.. Enumerable.Range(0, 60).Where(i => random.Uniform(i) < trial / 200.0).Select(i => (long)i)];
            Assert.Equal(indices, StridedPoints.Read(StridedPoints.Write(indices)));
        }
    }

    [Fact]
    public void Write_EvenlySpacedPointsOfALargeGrid_StaysShort() =>
        Assert.Equal("3-9999993:10", StridedPoints.Write([.. Enumerable.Range(0, 1_000_000).Select(i => 3 + 10L * i)]));

    [Theory]
    [InlineData("a")]
    [InlineData("1-")]
    [InlineData("1-9:0")]
    [InlineData("1-9:2:3")]
    public void Read_OfAnotherForm_IsRefused(string text) => Assert.Throws<FormatException>(() => StridedPoints.Read(text).ToList());
}
