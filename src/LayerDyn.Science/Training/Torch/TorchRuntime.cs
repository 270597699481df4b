using LayerDyn.Science.Devices;
using TorchSharp;

namespace LayerDyn.Science.Training.Torch;

/// <summary>Whether libtorch can be used in this process, and what it offers.</summary>
public static class TorchRuntime
{
    private static readonly Lazy<TorchUnavailableException?> Failure = new(Load);
    private static readonly Lazy<int> Graphics = new(() => Failure.Value is null && torch.cuda_is_available() ? torch.cuda.device_count() : 0);

    /// <summary>Version of libtorch, e.g. <c>2.10.0</c>.</summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded.</exception>
    public static string Version
    {
        get
        {
            EnsureAvailable();
            return torch.__version__;
        }
    }

    /// <summary>Devices that libtorch can compute on: <c>cpu</c> first, then <c>cuda:0</c> ...</summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded.</exception>
    public static IReadOnlyList<string> Devices
    {
        get
        {
            EnsureAvailable();
            return ["cpu", .. Enumerable.Range(0, Graphics.Value).Select(index => $"cuda:{index}")];
        }
    }

    /// <summary>
    /// Where libtorch computes what is given to a device: there, or on the processor when this build's libtorch cannot use that GPU. The CPU
    /// flavour, the default, can use none. libtorch is loaded only to ask about a GPU.
    /// </summary>
    public static DeviceInfo DeviceFor(DeviceInfo device) => device.IsCuda && device.Index >= Graphics.Value ? DeviceInfo.Cpu : device;

    /// <summary>Threads that one torch operation uses on a lane: always 1, since results depend on it.</summary>
    public const int ThreadsPerLane = 1;

    /// <summary>Loads libtorch, with the kernels that compute the same bytes on every processor, if it is not loaded yet.</summary>
    /// <exception cref="TorchUnavailableException">It cannot be loaded.</exception>
    public static void EnsureAvailable()
    {
        if (Failure.Value is { } failure) throw new TorchUnavailableException(failure.Message, failure.InnerException);
    }

    /// <summary>Makes the calling thread ready to train: every thread that trains calls it first.</summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static void PrepareThread()
    {
        EnsureAvailable();
        torch.set_num_threads(ThreadsPerLane);
    }

    /// <summary>
    /// As <see cref="PrepareThread()"/>; for a GPU also makes its sums repeatable before its first use: a fixed cuBLAS workspace, and no
    /// TF32. A GPU's results are the same bytes on every run on one kind of GPU and driver, and differ from the CPU's in rounding.
    /// </summary>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static void PrepareThread(DeviceInfo device)
    {
        PrepareThread();
        if (device.IsCuda) CudaSettings.Apply();
    }

    private static TorchUnavailableException? Load()
    {
        if (CpuKernels.Problem() is { } problem) return new TorchUnavailableException(problem);
        CpuKernels.Pin();
        try
        {
            using var probe = torch.ones(2);
            return probe.sum().item<float>() == 2 ? null : new TorchUnavailableException("libtorch computes 1 + 1 wrongly on this machine");
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return new TorchUnavailableException(TorchLoadReport.Explain(AppContext.BaseDirectory), error);
        }
    }
}
