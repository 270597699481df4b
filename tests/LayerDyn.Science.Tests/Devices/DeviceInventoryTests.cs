using LayerDyn.Science.Devices;

namespace LayerDyn.Science.Tests.Devices;

public sealed class DeviceInventoryTests
{
    [Fact]
    public void List_TwoGraphicsProcessors_FollowTheCpuInOrder()
    {
        var devices = new DeviceInventory(new FakeDriver(("First", 24L << 30), ("Second", 8L << 30))).List();

        Assert.Equal(["cpu", "cuda:0", "cuda:1"], devices.Select(device => device.TorchName));
        Assert.Equal(new DeviceInfo("cuda", 1, "Second", 8L << 30), devices[2]);
    }

    [Fact]
    public void List_NoDriver_IsTheCpuAlone()
    {
        var devices = new DeviceInventory(new FakeDriver()).List();

        var cpu = Assert.Single(devices);
        Assert.Equal("cpu", cpu.Kind);
        Assert.InRange(cpu.MemoryBytes, 1, long.MaxValue);
    }

    [Fact]
    public void List_ThisMachine_StartsWithItsCpu() => Assert.Equal("cpu", new DeviceInventory().List()[0].TorchName);

    private sealed class FakeDriver(params (string, long)[] devices) : ICudaDriver
    {
        public IReadOnlyList<(string Name, long MemoryBytes)> Devices() => devices;
    }
}
