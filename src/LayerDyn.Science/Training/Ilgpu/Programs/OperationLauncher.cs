using ILGPU;
using ILGPU.Runtime;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>Does lists of operations on all networks of a batch.</summary>
/// <param name="kernels">The kernels.</param>
/// <param name="stream">The batch's stream.</param>
/// <param name="memory">What the batch keeps on the device.</param>
/// <param name="groups">A group of threads for each network; null where each has one thread.</param>
/// <param name="nets">Networks of the batch.</param>
internal sealed class OperationLauncher(LinearKernels kernels, AcceleratorStream stream, BatchMemory memory, KernelConfig? groups, int nets)
{
    /// <summary>Operations where kernels find them.</summary>
    public MemoryBuffer1D<MatrixOperation, Stride1D.Dense> OnDevice(MatrixOperation[] operations)
    {
        var buffer = stream.Accelerator.Allocate1D<MatrixOperation>(Math.Max(1, operations.Length));
        if (operations.Length > 0) buffer.View.SubView(0, operations.Length).CopyFromCPU(stream, operations);
        return buffer;
    }

    /// <summary>Does operations once, and waits for them.</summary>
    public void RunOnce(MatrixOperation[] operations)
    {
        if (operations.Length == 0) return;
        using var buffer = OnDevice(operations);
        Run(buffer.View, isStart: true);
        stream.Synchronize();
    }

    /// <summary>Begins operations.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="isStart">Whether the networks are at step 0.</param>
    public void Run(ArrayView<MatrixOperation> operations, bool isStart)
    {
        if (groups is { } group) kernels.ProgramGroup.Value(stream, group, memory, operations, isStart ? 1 : 0);
        else kernels.ProgramThread.Value(stream, nets, memory, operations, isStart ? 1 : 0);
    }
}
