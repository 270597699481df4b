namespace LayerDyn.Science.Devices;

/// <summary>Says which devices of this machine can train.</summary>
public interface IDeviceInventory
{
    /// <summary>All of them: the CPU first, then the GPUs in the order of their index. Never throws for want of a GPU.</summary>
    IReadOnlyList<DeviceInfo> List();
}
