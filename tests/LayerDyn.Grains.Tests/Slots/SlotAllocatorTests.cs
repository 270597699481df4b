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
        var grants = SlotAllocator.Allocate([Silo(0, 2), Silo(1, 4), Silo(2, 8)], [Demand("a/0", 7)]);
        Assert.Equal([1, 2, 4], grants["a/0"].OrderBy(grant => grant.Silo).Select(grant => grant.Slots));
    }

    [Fact]
    public void EqualSweeps_ShareEqually_WhateverTheirShards()
    {
        var grants = SlotAllocator.Allocate([Silo(0, 8)], [Demand("a/0", 100), Demand("b/0", 100), Demand("b/1", 100), Demand("b/2", 100), Demand("b/3", 100)]);
        Assert.Equal(4, Count(grants, "a/0"));
        Assert.Equal(4, Enumerable.Range(0, 4).Sum(shard => Count(grants, $"b/{shard}")));
    }

    [Fact]
    public void WhatOneSweepCannotUse_GoesToOthers()
    {
        var grants = SlotAllocator.Allocate([Silo(0, 8)], [Demand("a/0", 1), Demand("b/0", 100)]);
        Assert.Equal((1, 7), (Count(grants, "a/0"), Count(grants, "b/0")));
    }

    [Fact]
    public void HigherPriority_GetsFourTimesTheShare()
    {
        var grants = SlotAllocator.Allocate([Silo(0, 10)], [Demand("a/0", 100), Demand("b/0", 100, SweepPriority.High)]);
        Assert.Equal((2, 8), (Count(grants, "a/0"), Count(grants, "b/0")));
    }

    [Fact]
    public void Weights_AreOneFourAndSixteen() =>
        Assert.Equal([1, 4, 16], new[] { SweepPriority.Low, SweepPriority.Normal, SweepPriority.High }.Select(SlotAllocator.Weight));

    [Fact]
    public void ThreePriorities_ShareByTheirWeights_AndAShardedSweepGetsNoMore()
    {
        var grants = SlotAllocator.Allocate([Silo(0, 21), Silo(1, 21)],
            [Demand("low/0", 100, SweepPriority.Low), Demand("normal/0", 100), Demand("high/0", 100, SweepPriority.High), Demand("high/1", 100, SweepPriority.High)]);
        Assert.Equal((2, 8, 32), (Count(grants, "low/0"), Count(grants, "normal/0"), Count(grants, "high/0") + Count(grants, "high/1")));
        Assert.Equal(Count(grants, "high/0"), Count(grants, "high/1"));
    }

    [Fact]
    public void MoreSweepsThanSlots_NoneStarves()
    {
        var grants = SlotAllocator.Allocate([Silo(0, 1), Silo(1, 1)], [.. Enumerable.Range(0, 5).Select(i => Demand($"s{i}/0", 10))]);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal(1, Count(grants, $"s{i}/0")));
    }

    [Fact]
    public void DeviceAndMemory_AreHonoured_AndAcceleratorsLeftToThoseThatNeedThem()
    {
        var mixed = new SiloSlots(Address[0], [new("cpu", 0, 8), new("cuda", 0, 4)]);
        var large = new SiloSlots(Address[1], [new("cuda", 0, 40)]);
        var grants = SlotAllocator.Allocate([mixed, large],
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
        var one = SlotAllocator.Allocate(silos, demands);
        var other = SlotAllocator.Allocate([.. silos.Reverse()], [.. demands.Reverse()]);
        foreach (var demand in demands) Assert.Equal(one[demand.Shard], other[demand.Shard]);
    }

    private static SiloSlots Silo(int number, int slots) => new(Address[number], [.. Enumerable.Repeat(new DeviceSlot("cpu", 0, 1 << 30), slots)]);

    private static SlotDemand Demand(string shard, int slots, SweepPriority priority = SweepPriority.Normal) => new(shard, priority, slots);

    private static int Count(Dictionary<string, IReadOnlyList<SlotGrant>> grants, string shard) => grants[shard].Sum(grant => grant.Slots);
}
