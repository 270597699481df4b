using LayerDyn.Contracts.Cluster;
using LayerDyn.Grains.Owners;
using LayerDyn.Grains.Sweeps;

namespace LayerDyn.Grains.Tests.Owners;

public sealed class OwnerQuotaTests
{
    private static readonly OwnerQuota Quota = new() { Sweeps = 3, Points = 100, Slots = 2, Bytes = 5_000_000 };

    [Theory]
    [InlineData(2, 90, 4_000_000, 10, 1_000_000, null)]
    [InlineData(3, 0, 0, 1, 1, "ann has 3 sweeps at work and may have 3: wait for one of them, or pause one")]
    [InlineData(1, 95, 0, 10, 0, "toy-00000001 has 10 points, and 95 of others of ann remain, who may have 100 at work: wait for them, or pause a sweep")]
    [InlineData(0, 0, 0, 101, 0, "toy-00000001 has 101 points and ann may have 100 at work: submit a part of the grid at a time")]
    [InlineData(0, 0, 4_000_000, 1, 1_500_000, "the sweeps of ann take 4.0 MB in the store, toy-00000001 takes up to 1.5 MB more, and 5.0 MB is what they may: delete a sweep, or measure less often")]
    public void Refusal_SaysWhatIsUsedAndWhatMayBe(int sweeps, long points, long bytes, long claimed, long claimedBytes, string? refusal) =>
        Assert.Equal(refusal, Quota.Refusal("ann", new QuotaUse(sweeps, points, 2, bytes), new SweepClaim("toy-00000001", claimed, claimedBytes)));

    [Fact]
    public void WithoutLimits_NothingIsRefused() =>
        Assert.Null(OwnerQuota.None.Refusal("ann", new QuotaUse(int.MaxValue, long.MaxValue / 2, 9, long.MaxValue / 2), new SweepClaim("toy-00000001", 9, 9)));

    [Fact]
    public void AnOwnersOwnQuota_GoesBeforeThatOfAll_LimitByLimit()
    {
        var options = new SweepOptions { Quota = new() { Sweeps = 1, Slots = 4 }, Quotas = { ["ann"] = new() { Sweeps = 9, Points = 5 } } };
        Assert.Equal(new OwnerQuota { Sweeps = 9, Points = 5, Slots = 4 }, options.QuotaOf("ann"));
        Assert.Equal(options.Quota, options.QuotaOf("bob"));
        Assert.Equal(OwnerQuota.None, options.QuotaOf("")); // a run on its own
    }
}
