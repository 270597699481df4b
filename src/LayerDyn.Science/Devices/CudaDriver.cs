using System.Runtime.InteropServices;
using System.Text;

namespace LayerDyn.Science.Devices;

/// <summary>Asks the driver's own library (<c>libcuda.so.1</c>), which a machine without an NVIDIA driver lacks.</summary>
internal sealed unsafe class CudaDriver : ICudaDriver
{
    private const int Success = 0, NameLength = 256;

    public IReadOnlyList<(string Name, long MemoryBytes)> Devices()
    {
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint library)) return [];
        var initialise = (delegate* unmanaged<uint, int>)Symbol("cuInit");
        var count = (delegate* unmanaged<int*, int>)Symbol("cuDeviceGetCount");
        var device = (delegate* unmanaged<int*, int, int>)Symbol("cuDeviceGet");
        var name = (delegate* unmanaged<byte*, int, int, int>)Symbol("cuDeviceGetName");
        var memory = (delegate* unmanaged<nuint*, int, int>)Symbol("cuDeviceTotalMem_v2");
        if (initialise is null || count is null || device is null || name is null || memory is null) return [];

        // A driver without a working device (a container that was given none) fails here: no GPU, not an error.
        int devices = 0;
        if (initialise(0) != Success || count(&devices) != Success) return [];
        var found = new List<(string, long)>();
        byte* text = stackalloc byte[NameLength];
        for (int index = 0; index < devices; index++)
        {
            int handle;
            nuint bytes;
            if (device(&handle, index) != Success || memory(&bytes, handle) != Success || name(text, NameLength, handle) != Success) return found;
            found.Add((Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)), (long)bytes));
        }

        return found;

        void* Symbol(string symbol) => NativeLibrary.TryGetExport(library, symbol, out nint address) ? (void*)address : null;
    }
}
