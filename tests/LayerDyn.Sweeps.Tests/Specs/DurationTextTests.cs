using LayerDyn.Sweeps.Specs;

namespace LayerDyn.Sweeps.Tests.Specs;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90, "1m30s")]
    [InlineData("1.5h", 5400, "1h30m")]
    [InlineData("2d", 172_800, "2d")]
    [InlineData("1d1h1m0.25s", 90_060.25, "1d1h1m0.25s")]
    public void TryParse_OfATime_IsItsLength_AndWriteSaysTheSame(string text, double seconds, string written)
    {
        var time = DurationText.TryParse(text);
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
        Assert.Equal(written, DurationText.Write(time!.Value));
        Assert.Equal(time, DurationText.TryParse(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("2 h")]
    [InlineData("30m1h")]
    [InlineData("2hours")]
    [InlineData("999999d")]
    public void TryParse_OfAnythingElse_IsNull(string text) => Assert.Null(DurationText.TryParse(text));
}
