using LayerDyn.Sweeps.Planning;

namespace LayerDyn.Sweeps.Tests.Planning;

public sealed class SweepHardwareTests
{
    private static readonly SweepHardware Cpu = new(1, "Debian", "EPYC", 2, "2 cpu", "0.2.0"), Gpu = new(1, "Ubuntu", "Xeon", 16, "16 cpu, 4 cuda (NVIDIA H100)", "0.2.0");

    [Fact]
    public void Silos_AreCountedByKind()
    {
        var counted = SweepHardware.Count([Gpu, Cpu, Gpu, Gpu]);
        Assert.Equal([Gpu with { Silos = 3 }, Cpu], counted.OrderByDescending(silos => silos.Silos));
        Assert.Empty(SweepHardware.Count([]));
    }

    [Fact]
    public void Union_KeepsTheMostOfEachKindAtOnce()
    {
        IReadOnlyList<SweepHardware> before = [Cpu with { Silos = 2 }];
        Assert.Same(before, SweepHardware.Union(before, [Cpu]));
        Assert.Same(before, SweepHardware.Union(before, []));
        Assert.Equal([Cpu with { Silos = 5 }, Gpu], SweepHardware.Union(before, [Gpu, Cpu with { Silos = 5 }]));
        Assert.Equal([Cpu with { Silos = 2 }, Cpu with { Version = "0.3.0" }], SweepHardware.Union(before, [Cpu with { Version = "0.3.0" }]));
    }

    [Fact]
    public void Union_OfManyChanges_KnowsTheLast()
    {
        IReadOnlyList<SweepHardware> all = [];
        for (int version = 0; version < 100; version++) all = SweepHardware.Union(all, [Cpu with { Version = $"{version}" }]);
        Assert.Equal((20, "80", "99"), (all.Count, all[0].Version, all[^1].Version));
    }

    [Fact]
    public void Line_SaysHowManyAndWhat()
    {
        Assert.Equal("Debian, EPYC, 2 cores, slots: 2 cpu; LayerDyn 0.2.0", Cpu.Told());
        Assert.Equal(
            "3 silos, each Ubuntu, Xeon, 16 cores, slots: 16 cpu, 4 cuda (NVIDIA H100); LayerDyn 0.2.0+0123456",
            (Gpu with { Silos = 3, Version = "0.2.0+0123456789abcdef" }).Told());
    }
}
