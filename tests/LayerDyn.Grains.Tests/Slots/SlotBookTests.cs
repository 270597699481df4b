using System.Net;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Slots;

namespace LayerDyn.Grains.Tests.Slots;

public sealed class SlotBookTests
{
    private static readonly IReadOnlyList<SiloSlots> Silos = [new SiloSlots(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1), [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), 4)])];

    // The answer to a demand and what another's demand gives it travel by themselves: the shard keeps the later one, whichever arrives first.
    [Fact]
    public void Grants_OfAnEarlierSharing_DoNotFollowLaterOnes_ButThoseOfAnotherBookDo()
    {
        var book = new SlotBook(7);
        book.Demand(new SlotDemand("a-00000001/0", SweepPriority.Normal, 4), () => Silos, TimeSpan.Zero);
        var alone = book.GrantsOf("a-00000001/0");
        book.Demand(new SlotDemand("b-00000002/0", SweepPriority.Normal, 4), () => Silos, TimeSpan.Zero);
        var shared = book.GrantsOf("a-00000001/0");

        Assert.Equal((4, 2), (alone.Slots.Sum(grant => grant.Slots), shared.Slots.Sum(grant => grant.Slots)));
        Assert.Equal([true, false, true], [shared.Follows(alone), alone.Follows(shared), shared.Follows(shared)]);
        Assert.True(alone.Follows(SlotGrants.None));
        Assert.True(new SlotBook(8).GrantsOf("a-00000001/0").Follows(shared)); // its broker moved, and knows nobody yet
    }
}
