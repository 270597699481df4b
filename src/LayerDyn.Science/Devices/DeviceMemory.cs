using LayerDyn.Science.Experiments;
using LayerDyn.Science.Optimizers;

namespace LayerDyn.Science.Devices;

/// <summary>
/// How much device memory a point takes when libtorch trains it: an estimate from above by structure alone, so that a point that
/// cannot fit is refused before it takes its neighbours down, and a batch of points is never larger than the device.
/// </summary>
public static class DeviceMemory
{
    // Parameters, initial parameters, gradients by layer and flat, and the optimizer's state (two moments at most).
    private const double CopiesOfWeights = 6;

    // The same beside the integrator's twelve rates, its trial, and two errors.
    private const double CopiesInFlow = 20;

    // Scalars of activations in a pass (GradientEngine's budget), kept for the backward pass with their intermediates.
    private const double Activations = 8 * (1 << 18);

    // libtorch's CUDA context, cuBLAS workspace and kernels, once a process.
    private const double CudaContext = 800e6;

    // The caching allocator's fragmentation.
    private const double Slack = 1.25;

    /// <summary>Bytes that one point takes while it trains.</summary>
    public static long BytesPerPoint(Experiment experiment)
    {
        double scalar = experiment.DType == DType.Float64 ? 8 : 4;
        double copies = experiment.Optimizer is GradientFlow ? CopiesInFlow : CopiesOfWeights;
        double weights = experiment.Model.Parameters(experiment.Task.Shape).Sum(parameter => (double)parameter.Count);
        return (long)(Slack * scalar * (copies * weights + Data(experiment) + Activations));
    }

    /// <summary>Bytes that one point takes of a machine whose processor trains it: what <see cref="BytesPerPoint"/> says, and its data as they were made.</summary>
    public static long BytesOfMachine(Experiment experiment) => BytesPerPoint(experiment) + (long)(sizeof(double) * Data(experiment));

    /// <summary>
    /// How many such points a slot may train at once: the device's memory less the context, shared evenly by the slots. At least 1
    /// when the memory is unknown (0); 0 when not even one fits.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="slots">Slots that share it, at least 1.</param>
    /// <param name="experiment">One of the points; all have its shape.</param>
    /// <param name="most">No more than this many, whatever the memory.</param>
    public static int PointsThatFit(DeviceInfo device, int slots, Experiment experiment, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        if (device.MemoryBytes == 0) return most;
        double share = (device.MemoryBytes - (device.IsCuda ? CudaContext : 0)) / slots;
        return (int)Math.Clamp(share / BytesPerPoint(experiment), 0, most);
    }

    private static double Data(Experiment experiment)
    {
        var shape = experiment.Task.Shape;
        double samples = shape.Samples ?? experiment.Optimizer.BatchSize;
        return samples * (shape.Inputs + shape.Outputs + 1 + (shape.HasTest ? (shape.TestInputs ?? shape.Inputs) + shape.Outputs + 1 : 0));
    }

    /// <summary>Refuses a point that is larger than the device.</summary>
    /// <exception cref="InsufficientMemoryException">It cannot fit; the message has both numbers and the remedy.</exception>
    public static void EnsureFits(DeviceInfo device, Experiment experiment)
    {
        if (PointsThatFit(device, 1, experiment, 1) == 0)
        {
            throw new InsufficientMemoryException(FormattableString.Invariant(
                $"the point needs about {BytesPerPoint(experiment) / 1e9:F1} GB, {device.TorchName} has {device.MemoryBytes / 1e9:F1} GB: ask for more by resources.minMemoryGiB, or use dtype: float32 or smaller widths"));
        }
    }
}
