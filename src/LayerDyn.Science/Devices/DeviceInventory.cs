namespace LayerDyn.Science.Devices;

/// <summary>The devices of this machine. A GPU counts when its driver names it: nothing else has to be there, libtorch for GPUs neither.</summary>
public sealed class DeviceInventory : IDeviceInventory
{
    private readonly ICudaDriver _driver;

    /// <summary>An inventory of this machine.</summary>
    public DeviceInventory() : this(new CudaDriver())
    {
    }

    internal DeviceInventory(ICudaDriver driver) => _driver = driver;

    /// <inheritdoc/>
    public IReadOnlyList<DeviceInfo> List()
    {
        // The memory that this process may use, a container's limit included.
        List<DeviceInfo> devices = [new(DeviceInfo.CpuKind, 0, CpuName(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)];
        devices.AddRange(_driver.Devices().Select((graphics, index) => new DeviceInfo(DeviceInfo.CudaKind, index, graphics.Name, graphics.MemoryBytes)));
        return devices;
    }

    private static string CpuName()
    {
        const string Key = "model name";
        try
        {
            return File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "";
        }
        catch (IOException)
        {
            return ""; // not Linux
        }
    }
}
