using System.Runtime.InteropServices;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// Asks the driver's management library (<c>libnvidia-ml.so.1</c>) for memory in use and how busy each GPU is: needs no CUDA context, so it costs no memory
/// itself and works from any thread. A machine without the driver has none of it.
/// </summary>
public static unsafe class NvidiaManagement
{
    private const int Success = 0;

    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>Every GPU; empty without a driver.</summary>
    public static IReadOnlyList<GpuState> Read()
    {
        nint library = Library.Value;
        if (library == 0) return [];
        var count = (delegate* unmanaged<uint*, int>)Symbol(library, "nvmlDeviceGetCount_v2");
        var handle = (delegate* unmanaged<uint, nint*, int>)Symbol(library, "nvmlDeviceGetHandleByIndex_v2");
        var memory = (delegate* unmanaged<nint, Memory*, int>)Symbol(library, "nvmlDeviceGetMemoryInfo");
        uint devices;
        var rates = (delegate* unmanaged<nint, Rates*, int>)Symbol(library, "nvmlDeviceGetUtilizationRates");
        if (count is null || handle is null || memory is null || count(&devices) != Success) return [];
        var found = new List<GpuState>();
        for (uint index = 0; index < devices; index++)
        {
            nint device;
            Memory bytes;
            Rates percent = default;
            if (handle(index, &device) != Success || memory(device, &bytes) != Success) continue;
            // A part of a card (MIG) does not tell how busy it is.
            bool tells = rates is not null && rates(device, &percent) == Success;
            found.Add(new GpuState((int)index, (long)bytes.Used, (long)bytes.Total, tells ? percent.Gpu / 100.0 : null));
        }

        return found;
    }

    private static nint Load()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1", out nint library)) return 0;
        var initialise = (delegate* unmanaged<int>)Symbol(library, "nvmlInit_v2");
        return initialise is not null && initialise() == Success ? library : 0;
    }

    private static void* Symbol(nint library, string symbol) => NativeLibrary.TryGetExport(library, symbol, out nint address) ? (void*)address : null;

    // nvmlMemory_t: total, free, used.
    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }

    // nvmlUtilization_t: percent of the driver's last sampling period.
    [StructLayout(LayoutKind.Sequential)]
    private struct Rates
    {
        public uint Gpu;
        public uint Memory;
    }
}
