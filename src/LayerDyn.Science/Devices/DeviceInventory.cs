using LayerDyn.Science.Training.Torch;

namespace LayerDyn.Science.Devices;

/// <summary>
/// The devices of this machine. A GPU counts when its driver names it and this build's libtorch can use it: the CPU flavour of
/// libtorch (the default) sees none. libtorch is loaded only on machines with a driver.
/// </summary>
public sealed class DeviceInventory : IDeviceInventory
{
    private readonly ICudaDriver _driver;
    private readonly Func<int> _usable;

    /// <summary>An inventory of this machine.</summary>
    public DeviceInventory() : this(new CudaDriver(), CountTorchDevices)
    {
    }

    internal DeviceInventory(ICudaDriver driver, Func<int> usable) => (_driver, _usable) = (driver, usable);

    /// <inheritdoc/>
    public IReadOnlyList<DeviceInfo> List()
    {
        // The memory that this process may use, a container's limit included.
        List<DeviceInfo> devices = [new(DeviceInfo.CpuKind, 0, CpuName(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)];
        var graphics = _driver.Devices();
        int usable = graphics.Count == 0 ? 0 : Math.Min(graphics.Count, _usable());
        for (int index = 0; index < usable; index++)
            devices.Add(new(DeviceInfo.CudaKind, index, graphics[index].Name, graphics[index].MemoryBytes));
        return devices;
    }

    private static int CountTorchDevices()
    {
        try
        {
            return TorchRuntime.Devices.Count - 1;
        }
        catch (TorchUnavailableException)
        {
            return 0; // said where it matters: by the doctor, and by the first point that needs libtorch
        }
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
