using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using LayerDyn.Science.Devices;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>An accelerator with its kernels, shared by all slots of a device in this process. ILGPU needs the NVIDIA driver and nothing else.</summary>
/// <param name="accelerator">The accelerator.</param>
internal sealed class IlgpuDevice(Accelerator accelerator)
{
    private static readonly ConcurrentDictionary<int, Lazy<IlgpuDevice>> Graphics = new();

    public Accelerator Accelerator => accelerator;

    public LinearKernels Linear { get; } = LinearKernels.For(accelerator);

    /// <summary>A GPU of this machine, opened when first asked for.</summary>
    /// <exception cref="NotSupportedException">ILGPU cannot use it.</exception>
    public static IlgpuDevice Of(DeviceInfo device) => Graphics.GetOrAdd(device.Index, _ => new(() => Open(device))).Value;

    private static IlgpuDevice Open(DeviceInfo device)
    {
        var context = Context.Create(builder => builder.Cuda());
        foreach (var cuda in context.GetCudaDevices())
            if (cuda.DeviceId == device.Index) return new(cuda.CreateAccelerator(context));
        context.Dispose();
        throw new NotSupportedException(
            $"ILGPU cannot use {device.TorchName} ({device.Name}): a newer NVIDIA driver may help, or resources.device: cpu keeps a sweep off GPUs");
    }
}
