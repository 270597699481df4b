using System.Runtime.InteropServices;

namespace LayerDyn.Grains.Telemetry;

/// <summary>
/// Asks the driver's management library (<c>libnvidia-ml.so.1</c>) for memory in use: needs no CUDA context, so it costs no memory
/// itself and works from any thread. A machine without the driver has none of it.
/// </summary>
internal static unsafe class NvidiaManagement
{
    private const int Success = 0;

    private static readonly Lazy<nint> Library = new(Load);

    /// <summary>Memory of every GPU; empty without a driver.</summary>
    public static IReadOnlyList<GpuMemory> Read()
    {
        nint library = Library.Value;
        if (library == 0) return [];
        var count = (delegate* unmanaged<uint*, int>)Symbol(library, "nvmlDeviceGetCount_v2");
        var handle = (delegate* unmanaged<uint, nint*, int>)Symbol(library, "nvmlDeviceGetHandleByIndex_v2");
        var memory = (delegate* unmanaged<nint, Memory*, int>)Symbol(library, "nvmlDeviceGetMemoryInfo");
        uint devices;
        if (count is null || handle is null || memory is null || count(&devices) != Success) return [];
        var found = new List<GpuMemory>();
        for (uint index = 0; index < devices; index++)
        {
            nint device;
            Memory bytes;
            if (handle(index, &device) == Success && memory(device, &bytes) == Success)
                found.Add(new GpuMemory((int)index, (long)bytes.Used, (long)bytes.Total));
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
}
