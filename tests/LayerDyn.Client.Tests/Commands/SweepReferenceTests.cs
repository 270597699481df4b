using LayerDyn.Client.Commands;

namespace LayerDyn.Client.Tests.Commands;

public sealed class SweepReferenceTests
{
    private static readonly string[] Named = ["small-23af4c5d", "small-23070000", "small-15471d19", "small-00001d19"]; // newest first

    [Theory]
    [InlineData("small", "small-23af4c5d")]
    [InlineData("small@1", "small-23af4c5d")]
    [InlineData("small@2", "small-23070000")]
    [InlineData("small@003", "small-15471d19")]
    [InlineData("small@1547", "small-15471d19")] // four digits begin an id
    [InlineData("small@0000", "small-00001d19")]
    [InlineData("small@23a", "small-23af4c5d")]
    [InlineData("small@23AF4C5D", "small-23af4c5d")]
    public void Reference_ChoosesOne(string written, string id) => Assert.Equal(id, SweepReference.Parse(written).Choose(Named, sweep => sweep, "here"));

    [Theory]
    [InlineData("small@5", "there are only 4 sweeps called 'small' in here, not 5")]
    [InlineData("small@2307f", "no sweep called 'small' in here has an id that begins with '2307f'")]
    public void Reference_ToNone_NamesThoseThatThereAre(string written, string message)
    {
        var error = Assert.Throws<UserException>(() => SweepReference.Parse(written).Choose(Named, sweep => sweep, "here"));
        Assert.Equal((message, "newest first: small-23af4c5d, small-23070000, small-15471d19, small-00001d19"), (error.Message, error.Remedy));
    }

    [Fact]
    public void Reference_ToSeveral_NamesThem()
    {
        string[] alike = ["small-a23f4c5d", "small-a2300000", "small-15471d19"];
        var error = Assert.Throws<UserException>(() => SweepReference.Parse("small@a23").Choose(alike, sweep => sweep, "here"));
        Assert.Equal(("2 sweeps called 'small' in here have ids that begin with 'a23'", "write more of it: small-a23f4c5d, small-a2300000"), (error.Message, error.Remedy));
    }

    [Theory]
    [InlineData("small@")]
    [InlineData("small@0")]
    [InlineData("small@000")]
    [InlineData("small@-1")]
    [InlineData("small@xyz")]
    [InlineData("small@123456789")]
    public void Reference_ThatCannotBeRead_IsRefused(string written)
    {
        var error = Assert.Throws<UserException>(() => SweepReference.Parse(written));
        Assert.Contains("must be a number from 1 (the newest) to 999, or the first of the id's 8 hex digits", error.Message);
    }

    [Fact]
    public void Shown_OfMany_CountsTheRest() =>
        Assert.Equal("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1,990 more (layerdyn list)", SweepReference.Shown([.. Enumerable.Range(1, 2000)], i => $"{i}"));
}
