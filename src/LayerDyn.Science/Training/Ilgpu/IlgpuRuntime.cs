using LayerDyn.Science.Devices;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>Whether ILGPU can be used in this process.</summary>
public static class IlgpuRuntime
{
    /// <summary>Whether it can train on a GPU of this machine; where it cannot, the processor trains to the same bytes.</summary>
    public static bool CanUse(DeviceInfo device) => IlgpuDevice.Of(device) is not null;
}
