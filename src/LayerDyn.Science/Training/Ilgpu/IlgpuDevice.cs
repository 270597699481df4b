using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using LayerDyn.Science.Devices;
using LayerDyn.Science.Training.Ilgpu.Perceptrons;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>An accelerator with its kernels, shared by all slots of a device in this process. ILGPU needs the NVIDIA driver and nothing else.</summary>
internal sealed class IlgpuDevice
{
    private static readonly ConcurrentDictionary<int, Lazy<IlgpuDevice?>> Graphics = new();

    /// <param name="accelerator">The accelerator.</param>
    public IlgpuDevice(Accelerator accelerator)
    {
        Accelerator = accelerator;
        var compiler = new Lock(); // not all of ILGPU's is thread-safe
        Linear = LinearKernels.For(accelerator, compiler);
        Perceptrons = PerceptronKernels.For(accelerator, compiler);
    }

    public Accelerator Accelerator { get; }

    public LinearKernels Linear { get; }

    public PerceptronKernels Perceptrons { get; }

    /// <summary>A GPU of this machine, opened when first asked for; null when ILGPU cannot use it, as with a driver that is too old.</summary>
    public static IlgpuDevice? Of(DeviceInfo device) => Graphics.GetOrAdd(device.Index, _ => new(() => Open(device))).Value;

    private static IlgpuDevice? Open(DeviceInfo device)
    {
        Context? context = null;
        try
        {
            context = Context.Create(builder => builder.Cuda());
            foreach (var cuda in context.GetCudaDevices())
                if (cuda.DeviceId == device.Index) return new(cuda.CreateAccelerator(context));
        }
        catch (Exception error) when (error is CudaException or NotSupportedException or DllNotFoundException)
        {
            // The processor trains in its place.
        }

        context?.Dispose();
        return null;
    }
}
