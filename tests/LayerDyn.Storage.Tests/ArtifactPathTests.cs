namespace LayerDyn.Storage.Tests;

public sealed class ArtifactPathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("lazy-rich-3fa9c1d2/records/00000000-0badcafe.parquet")]
    [InlineData("s/curves/kernel_distance=1+2.png")]
    [InlineData("_x/0.9")]
    public void New_ValidPath_KeepsIt(string path) => Assert.Equal(path, new ArtifactPath(path).Value);

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("./a")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:a")]
    [InlineData(".hidden")]
    [InlineData("a/.tmp")]
    [InlineData("a.")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("a\n")]
    [InlineData("caf\u00e9")]
    [InlineData("-rf")]
    public void New_PathThatCouldLeaveTheStoreOrBeInvalidSomewhere_Throws(string path) =>
        Assert.Throws<FormatException>(() => new ArtifactPath(path));

    [Fact]
    public void New_TooLong_Throws() => Assert.Throws<FormatException>(() => new ArtifactPath(string.Join('/', Enumerable.Repeat("abcdefgh", 60))));

    [Fact]
    public void Name_NestedPath_IsTheLastPart() => Assert.Equal("c.csv", new ArtifactPath("a/b/c.csv").Name);

    [Fact]
    public void CompareTo_DashAndSlash_IsOrdinal() => Assert.True(new ArtifactPath("a-b/x").CompareTo("a/x") < 0);
}
