using System.Net;
using LayerDyn.Contracts.Cluster;
using LayerDyn.Contracts.Sweeps;
using LayerDyn.Grains.Slots;

namespace LayerDyn.Grains.Tests.Slots;

public sealed class SlotAllocatorTests
{
    private static readonly SiloAddress[] Address = [.. Enumerable.Range(0, 4).Select(i => SiloAddress.New(IPAddress.Loopback, 11111 + i, 1))];

    [Fact]
    public void SilosOfDifferentSizes_AreFilledInProportion()
    {
        var grants = Allocate([Silo(0, 2), Silo(1, 4), Silo(2, 8)], [Demand("a/0", 7)]);
        Assert.Equal([1, 2, 4], grants["a/0"].OrderBy(grant => grant.Silo).Select(grant => grant.Slots));
    }

    [Fact]
    public void EqualSweeps_ShareEqually_WhateverTheirShards()
    {
        var grants = Allocate([Silo(0, 8)], [Demand("a/0", 100), Demand("b/0", 100), Demand("b/1", 100), Demand("b/2", 100), Demand("b/3", 100)]);
        Assert.Equal(4, Count(grants, "a/0"));
        Assert.Equal(4, Enumerable.Range(0, 4).Sum(shard => Count(grants, $"b/{shard}")));
    }

    [Fact]
    public void WhatOneSweepCannotUse_GoesToOthers()
    {
        var grants = Allocate([Silo(0, 8)], [Demand("a/0", 1), Demand("b/0", 100)]);
        Assert.Equal((1, 7), (Count(grants, "a/0"), Count(grants, "b/0")));
    }

    [Fact]
    public void HigherPriority_GetsFourTimesTheShare()
    {
        var grants = Allocate([Silo(0, 10)], [Demand("a/0", 100), Demand("b/0", 100, SweepPriority.High)]);
        Assert.Equal((2, 8), (Count(grants, "a/0"), Count(grants, "b/0")));
    }

    [Fact]
    public void Owners_ShareEqually_WhateverTheirSweepsAndPriorities()
    {
        SlotDemand[] many = [.. Enumerable.Range(0, 9).Select(sweep => Demand($"many{sweep}/0", 100, SweepPriority.High) with { Owner = "ann" })];
        var grants = Allocate([Silo(0, 20)], [.. many, Demand("low/0", 100, SweepPriority.Low) with { Owner = "bob" }, Demand("high/0", 100, SweepPriority.High) with { Owner = "bob" }]);
        Assert.Equal((1, 10), (Count(grants, "low/0"), Count(grants, "high/0"))); // of sixteen parts of seventeen, and the time of one slot
        Assert.Equal(10, many.Sum(demand => Count(grants, demand.Shard))); // each of the nine has one, and one a second
    }

    [Fact]
    public void AnOwnerWithAQuota_GetsNoMore_AndNoTimeBeyondIt()
    {
        SlotDemand[] ann = [.. Enumerable.Range(0, 4).Select(sweep => Demand($"ann{sweep}/0", 100) with { Owner = "ann", OwnerSlots = 2 })];
        var grants = Allocate([Silo(0, 6)], [.. ann, Demand("bob/0", 3) with { Owner = "bob" }]);
        Assert.Equal([0, 0, 1, 1], ann.Select(demand => Count(grants, demand.Shard)).Order()); // one slot is free, and stays so
        Assert.Equal(3, Count(grants, "bob/0"));

        // No slot is left for ann: the time of two, not of four.
        grants = Allocate([Silo(0, 1)], [Demand("a-bob/0", 1) with { Owner = "bob" }, .. ann]);
        Assert.Equal([0, 0, 1, 1], ann.Select(demand => Count(grants, demand.Shard)).Order());
    }

    // What has no slot of its own shares its owner's: elsewhere, others would have less than they were granted.
    [Fact]
    public void SweepsBeyondAnOwnersSlots_ShareTheirTime_AndNotThatOfOthers()
    {
        SiloSlots[] silos = [Silo(0, 1), Silo(1, 1), Silo(2, 1)];
        SlotDemand[] bob = [.. Enumerable.Range(0, 5).Select(sweep => Demand($"bob{sweep}/0", 100) with { Owner = "bob" })];
        var grants = Allocate(silos, [Demand("ann/0", 2) with { Owner = "ann" }, .. bob, Demand("cho/0", 2) with { Owner = "cho" }]);
        Assert.All(bob, demand => Assert.Equal(1, Count(grants, demand.Shard)));
        Assert.All(SlotTime.ByOwner(silos, grants.Select(grant => (grant.Key[..3], grant.Value))).Values, slots => Assert.Equal(1, slots));
    }

    [Fact]
    public void WhatAnOwnerCannotUse_GoesToHisOtherSweeps_AndThenToOthers()
    {
        var grants = Allocate([Silo(0, 10)],
            [Demand("a/0", 1) with { Owner = "ann" }, Demand("b/0", 100) with { Owner = "ann" }, Demand("c/0", 100) with { Owner = "bob" }, Demand("d/0", 1) with { Owner = "cyd" }]);
        Assert.Equal((1, 4, 4, 1), (Count(grants, "a/0"), Count(grants, "b/0"), Count(grants, "c/0"), Count(grants, "d/0")));
    }

    [Fact]
    public void Weights_AreOneFourAndSixteen() =>
        Assert.Equal([1, 4, 16], new[] { SweepPriority.Low, SweepPriority.Normal, SweepPriority.High }.Select(SlotAllocator.Weight));

    [Fact]
    public void ThreePriorities_ShareByTheirWeights_AndAShardedSweepGetsNoMore()
    {
        var grants = Allocate([Silo(0, 21), Silo(1, 21)],
            [Demand("low/0", 100, SweepPriority.Low), Demand("normal/0", 100), Demand("high/0", 100, SweepPriority.High), Demand("high/1", 100, SweepPriority.High)]);
        Assert.Equal((2, 8, 32), (Count(grants, "low/0"), Count(grants, "normal/0"), Count(grants, "high/0") + Count(grants, "high/1")));
        Assert.Equal(Count(grants, "high/0"), Count(grants, "high/1"));
    }

    [Fact]
    public void MoreSweepsThanSlots_NoneStarves()
    {
        var grants = Allocate([Silo(0, 1), Silo(1, 1)], [.. Enumerable.Range(0, 5).Select(i => Demand($"s{i}/0", 10))]);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(1, Count(grants, $"s{i}/0")));
    }

    [Fact]
    public void DeviceAndMemory_AreHonoured_AndAcceleratorsLeftToThoseThatNeedThem()
    {
        var mixed = new SiloSlots(Address[0], [new("cpu", 0, 8), new("cuda", 0, 4)]);
        var large = new SiloSlots(Address[1], [new("cuda", 0, 40)]);
        var grants = Allocate([mixed, large],
            [Demand("any/0", 1), Demand("gpu/0", 9) with { Device = "cuda" }, Demand("big/0", 9) with { Device = "cuda", MinMemory = 16 }, Demand("huge/0", 9) with { MinMemory = 1000 }]);
        Assert.Equal(Address[1], Assert.Single(grants["big/0"]).Silo);
        Assert.Contains(grants["gpu/0"], grant => grant.Silo.Equals(Address[0]));
        Assert.Equal(Address[0], Assert.Single(grants["any/0"]).Silo);
        Assert.Empty(grants["huge/0"]);
    }

    [Fact]
    public void Order_OfDemandsAndSilos_DoesNotMatter()
    {
        SiloSlots[] silos = [Silo(0, 3), Silo(1, 2), Silo(2, 5)];
        SlotDemand[] demands = [Demand("a/0", 4), Demand("b/0", 9), Demand("c/0", 2, SweepPriority.Low)];
        var one = Allocate(silos, demands);
        var other = Allocate([.. silos.Reverse()], [.. demands.Reverse()]);
        foreach (var demand in demands) Assert.Equal(one[demand.Shard], other[demand.Shard]);
    }

    [Fact]
    public void WhoHasSlots_KeepsThem_WhenOthersComeAndGo()
    {
        SiloSlots[] silos = [Silo(0, 4), Silo(1, 4)];
        var one = Allocate(silos, [Demand("a/0", 100)]);
        var two = Allocate(silos, [Demand("a/0", 100), Demand("b/0", 100)], one);
        Assert.Equal((4, 4), (Count(two, "a/0"), Count(two, "b/0")));
        Assert.All(two["a/0"], grant => Assert.True(one["a/0"].Single(had => had.Silo.Equals(grant.Silo)).Slots >= grant.Slots));

        var three = Allocate(silos, [Demand("a/0", 3), Demand("b/0", 100), Demand("c/0", 1)], two);
        Assert.Equal((3, 4, 1), (Count(three, "a/0"), Count(three, "b/0"), Count(three, "c/0")));
        Assert.Equal(two["b/0"], three["b/0"]);

        var gone = Allocate([silos[1]], [Demand("a/0", 3), Demand("b/0", 100), Demand("c/0", 1)], three);
        Assert.All(gone.Values.SelectMany(grants => grants), grant => Assert.Equal(Address[1], grant.Silo));
        Assert.Equal(4, gone.Values.Sum(grants => grants.Sum(grant => grant.Slots)));
    }

    [Fact]
    public void WhatIsKept_LeavesTheSlotsThatOnlyOthersFit()
    {
        SiloSlots[] silos = [new(Address[0], [new("cpu", 0, 8), new("cuda", 0, 4)])];
        var before = new Dictionary<string, IReadOnlyList<SlotGrant>> { ["any/0"] = [new(Address[0], 2)] };
        var grants = Allocate(silos, [Demand("any/0", 9), Demand("gpu/0", 1) with { Device = "cuda" }], before);
        Assert.Equal((1, 1), (Count(grants, "any/0"), Count(grants, "gpu/0")));
    }

    [Fact]
    public void DemandThatDoesNotMatter_ChangesNoGrant()
    {
        var random = new Random(1);
        int skipped = 0;
        for (int drawn = 0; drawn < 2000; drawn++)
        {
            bool alike = random.Next(2) == 0; // of a silo with slots of two kinds it is not known which of them were whose
            SiloSlots[] silos = [.. Enumerable.Range(0, random.Next(1, 5)).Select(number => new SiloSlots(Address[number],
                [.. Enumerable.Range(0, random.Next(1, 5)).Select(slot => new DeviceSlot(!alike && random.Next(3) == 0 ? "cuda" : "cpu", slot, 1 << random.Next(28, 31)))]))];
            SlotDemand[] demands = [.. Enumerable.Range(0, random.Next(1, 6)).Select(shard =>
                Demand($"{"abc"[random.Next(3)]}/{shard}", random.Next(1, 12), (SweepPriority)random.Next(3)) with { Device = random.Next(4) == 0 ? "cuda" : "any" })];
            var before = Allocate(silos, demands);
            before = Allocate(silos, demands, before);
            int place = random.Next(demands.Length);
            var demand = demands[place] with { Slots = random.Next(0, 12) };
            if (SlotAllocator.Matters(demands[place], demand, Count(before, demand.Shard))) continue;
            skipped++;
            demands[place] = demand;
            var after = Allocate(silos, demands, before);
            foreach (string shard in before.Keys) Assert.Equal(Count(before, shard), Count(after, shard));
            if (alike) Assert.Equal(before.SelectMany(grants => grants.Value), after.SelectMany(grants => grants.Value));
        }

        Assert.InRange(skipped, 200, 2000);
    }

    private static Dictionary<string, IReadOnlyList<SlotGrant>> Allocate(
        IReadOnlyList<SiloSlots> silos, IReadOnlyList<SlotDemand> demands, Dictionary<string, IReadOnlyList<SlotGrant>>? before = null) =>
        SlotAllocator.Allocate(silos, demands, before ?? []);

    private static SiloSlots Silo(int number, int slots) => new(Address[number], [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), slots)]);

    private static SlotDemand Demand(string shard, int slots, SweepPriority priority = SweepPriority.Normal) => new(shard, priority, slots);

    private static int Count(Dictionary<string, IReadOnlyList<SlotGrant>> grants, string shard) => grants[shard].Sum(grant => grant.Slots);
}
