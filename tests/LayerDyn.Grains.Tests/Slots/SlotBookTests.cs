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

    // Slots that cannot be shared equally, six among five and four among five (where two or three share the time of a silo's), and what has one owner more later.
    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Owners_ThatCannotHaveEquallyManySlots_TakeTurns(int number)
    {
        SiloSlots[] silos = [.. Enumerable.Range(1, number).Select(port => new SiloSlots(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1), [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), 2)]))];
        string[] owners = ["ann", "bob", "cho", "dan", "eve"];
        var book = new SlotBook(7);
        var had = owners.ToDictionary(owner => owner, _ => 0.0);
        int changes = 0;
        for (int second = 0; second < 1800; second++)
        {
            var now = TimeSpan.FromSeconds(second);
            foreach (string owner in owners) book.Demand(Demand(owner, 40 + (second % 2)) with { Had = had[owner] }, () => silos, now);
            changes += book.Look(silos, now).Count;
            foreach (var (owner, slots) in SlotTime.ByOwner(silos, owners.Select(owner => (owner, book.GrantsOf($"{owner}-00000001/0").Slots)))) had[owner] += slots;
        }

        Assert.Equal(1800 * 2 * number, had.Values.Sum(), 6);
        Assert.All(had.Values, seconds => Assert.InRange(seconds * 5 / had.Values.Sum(), 0.95, 1.05));
        Assert.InRange(changes, 1, 5 * 1800 / 30); // a turn at a time, and no more shards than there are
    }

    [Fact]
    public void Owner_ThatWantsNoMore_IsOwedNoneOfWhatItDidNotAskFor()
    {
        var book = new SlotBook(7);
        for (int second = 0; second < 3600; second++)
        {
            var now = TimeSpan.FromSeconds(second);
            book.Demand(Demand("ann", 1), () => Silos, now);
            book.Demand(Demand("bob", 100), () => Silos, now);
            Assert.Equal((1, 3), (book.SlotsOf("ann"), book.SlotsOf("bob")));
            if (second > 0) Assert.Empty(book.Look(Silos, now));
        }

        book.Demand(Demand("ann", 100), () => Silos, TimeSpan.FromHours(1));
        Assert.Equal((2, 2), (book.SlotsOf("ann"), book.SlotsOf("bob")));
    }

    // As what has short batches, and nothing to train while its shard is away: a third of the time, in which its slots are idle and its demand stays.
    [Fact]
    public void Owner_ThatCouldNotUseItsSlots_HasTheSlotMore_UntilItHasCaughtUp()
    {
        SiloSlots[] silos = [.. Enumerable.Range(1, 3).Select(port => new SiloSlots(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, port), 1), [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), 2)]))];
        string[] owners = ["ann", "bob", "cho", "dan", "eve"];
        var book = new SlotBook(7);
        var had = owners.ToDictionary(owner => owner, _ => 0);
        for (int second = 0; second < 3600; second++)
        {
            var now = TimeSpan.FromSeconds(second);
            foreach (string owner in owners)
            {
                had[owner] += owner == "ann" && second % 30 < 10 ? 0 : book.SlotsOf(owner);
                book.Demand(Demand(owner, 40) with { Had = had[owner] }, () => silos, now);
            }

            book.Look(silos, now);
        }

        Assert.All(had.Values, seconds => Assert.InRange(seconds * 5.0 / had.Values.Sum(), 0.93, 1.07)); // by what was granted alone, ann had a third less
    }

    // Its broker's silo is lost: what owners have had goes along in what shards say, and what a shard had is counted once.
    [Fact]
    public void NextBook_GoesOnFromWhatOwnersHad()
    {
        var (before, after) = (new SlotBook(7), new SlotBook(8));
        foreach (string owner in (string[])["ann", "bob", "cho"]) before.Demand(Demand(owner, 9), () => Silos, TimeSpan.Zero);
        foreach (var (owner, had) in ((string, double)[])[("ann", 100), ("bob", 40), ("cho", 70)])
            before.Demand(Demand(owner, 9) with { Had = had }, () => Silos, TimeSpan.Zero);
        var (told, older) = (before.GrantsOf("bob-00000001/0").Standing!, new OwnerStanding(7, 1, new Dictionary<string, double> { ["ann"] = 1 }));
        Assert.Equal(60, told.Had["ann"] - told.Had["bob"], 1.0);

        after.Demand(Demand("dan", 9) with { Had = 5 }, () => Silos, TimeSpan.Zero); // a shard that was opened meanwhile
        after.Demand(Demand("bob", 9) with { Had = 43, Counted = 40, Standing = told }, () => Silos, TimeSpan.Zero);
        after.Demand(Demand("ann", 9) with { Had = 101, Counted = 100, Standing = older }, () => Silos, TimeSpan.Zero);
        Assert.Equal(told.Had["ann"] + 1, after.Standing.Had["ann"], 1e-9);
        Assert.Equal(told.Had["bob"] + 3, after.Standing.Had["bob"], 1e-9);
        Assert.Equal(told.Had["cho"], after.Standing.Had["cho"], 1e-9);
        Assert.Equal(told.Had["bob"] + 5, after.Standing.Had["dan"], 1e-9); // level with who had least
        Assert.True(after.Standing.Version > told.Version);
    }

    // Thousands of shards repeat their demands every two seconds.
    [Fact]
    public void Demand_OfWhichOnlyTheCountChanged_IsNotSharedOutAnew()
    {
        var book = new SlotBook(7);
        book.Demand(Demand("ann", 9), () => Silos, TimeSpan.Zero);
        long sharings = book.Sharings;
        book.Demand(Demand("ann", 9) with { Had = 3, Standing = book.Standing }, () => Silos, TimeSpan.Zero);
        book.Demand(Demand("ann", 9) with { Had = 5, Counted = 3, Standing = book.Standing }, () => Silos, TimeSpan.Zero);
        Assert.Equal(sharings, book.Sharings);
    }

    // A silo that was frozen comes back: its shard has another owner, and asks for slots as well until it finds out.
    [Fact]
    public void TwoOwnersOfAShard_AreBothCharged_ForWhatEachHadSince()
    {
        var book = new SlotBook(7);
        book.Demand(Demand("ann", 9), () => Silos, TimeSpan.Zero);
        double start = book.Standing.Had["ann"];
        foreach (var (had, counted) in ((double, double)[])[(17, 0), (1, 0), (18, 17), (2, 1), (19, 18), (4, 2)])
            book.Demand(Demand("ann", 9) with { Had = had, Counted = counted }, () => Silos, TimeSpan.Zero);
        Assert.Equal(19 + 4, book.Standing.Had["ann"] - start, 1e-9);

        book.Demand(Demand("ann", 9) with { Had = 7, Counted = 4 }, () => Silos, TimeSpan.Zero);
        book.Demand(Demand("ann", 9) with { Had = 8, Counted = 4 }, () => Silos, TimeSpan.Zero); // the answer to the one before was lost
        Assert.Equal(19 + 8, book.Standing.Had["ann"] - start, 1e-9);
    }

    private static SlotDemand Demand(string owner, int slots) => new($"{owner}-00000001/0", SweepPriority.Normal, slots) { Owner = owner };
}
