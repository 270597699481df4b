using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Programs;

/// <summary>
/// Kernels that start and measure linear networks: the operations that initialisations and observables take on the processor, each element by one
/// thread in the order that it is summed in there.
/// </summary>
internal static class MatrixKernels
{
    /// <summary>A program, a network a thread.</summary>
    public static void Thread(Index1D net, BatchMemory memory, ArrayView<MatrixOperation> program, int isStart) =>
        MatrixPrograms.Run<SingleThread, AnyElement>(net, memory, program, isStart);

    /// <summary>A program, a network a group of threads.</summary>
    public static void Group(BatchMemory memory, ArrayView<MatrixOperation> program, int isStart) =>
        MatrixPrograms.Run<ThreadGroup, AnyElement>(Grid.IdxX, memory, program, isStart);
}
