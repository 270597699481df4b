using LayerDyn.Science.Files;

namespace LayerDyn.Science.Tests.Files;

public sealed class FileArrayTests
{
    [Theory]
    [InlineData(new long[0], 1)]
    [InlineData(new long[] { 3, 4 }, 12)]
    [InlineData(new long[] { 0, long.MaxValue }, 0)]
    public void CountOf_PossibleShape_IsTheProduct(long[] dimensions, long count) => Assert.Equal(count, FileArray.CountOf(dimensions));

    [Theory]
    [InlineData(new long[] { -1 })]
    [InlineData(new[] { long.MaxValue, 2 })]
    [InlineData(new[] { 1L << 32, 1L << 32 })]
    public void CountOf_ImpossibleShape_IsNull(long[] dimensions) => Assert.Null(FileArray.CountOf(dimensions));

    [Fact]
    public void New_BytesThatDoNotFillTheShape_Throws() =>
        Assert.Throws<ArgumentException>(() => new FileArray(ElementType.Float64, [2], new byte[8]));

    [Fact]
    public void ToIntegers_WholeDoubles_AreTaken() => Assert.Equal([-1, 3], FileArray.Of([-1.0, 3.0], 2).ToIntegers());

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(1e300)]
    public void ToIntegers_OtherDoubles_Throw(double value) => Assert.Throws<FormatException>(() => FileArray.Of([value], 1).ToIntegers());
}
