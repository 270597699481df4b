using ILGPU;
using ILGPU.Runtime;
using LayerDyn.Science.Training.Ilgpu.Flow;
using LayerDyn.Science.Training.Ilgpu.Programs;

namespace LayerDyn.Science.Training.Ilgpu;

/// <summary>The kernels of linear networks, compiled for an accelerator when first launched.</summary>
internal sealed class LinearKernels
{
    private LinearKernels()
    {
    }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, NetShape, Steps>> TwoByTwo { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, ArrayView<Operation>, NetShape, Steps>> DenseThread { get; init; }

    public required Lazy<Action<AcceleratorStream, KernelConfig, BatchMemory, ArrayView<Operation>, NetShape, Steps>> DenseGroup { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, NetShape, DiagonalShape, Steps>> Pairs { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, NetShape, DiagonalShape, Steps>> DiagonalThread { get; init; }

    public required Lazy<Action<AcceleratorStream, KernelConfig, BatchMemory, NetShape, DiagonalShape, Steps>> DiagonalGroup { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, ArrayView<MatrixOperation>, NetShape, SignShape, Steps>> SignThread { get; init; }

    public required Lazy<Action<AcceleratorStream, KernelConfig, BatchMemory, ArrayView<MatrixOperation>, NetShape, SignShape, Steps>> SignGroup { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, ArrayView<MatrixOperation>, NetShape, FlowShape, FlowTables, FlowLaunch>> FlowThread { get; init; }

    public required Lazy<Action<AcceleratorStream, KernelConfig, BatchMemory, ArrayView<MatrixOperation>, NetShape, FlowShape, FlowTables, FlowLaunch>> FlowGroup { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, BatchMemory, ArrayView<MatrixOperation>, int>> ProgramThread { get; init; }

    public required Lazy<Action<AcceleratorStream, KernelConfig, BatchMemory, ArrayView<MatrixOperation>, int>> ProgramGroup { get; init; }

    /// <summary>The kernels for an accelerator.</summary>
    public static LinearKernels For(Accelerator accelerator, Lock compiler)
    {
        Exact.Prepare();
        return new()
        {
            TwoByTwo = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, NetShape, Steps>(DenseKernels.TwoByTwo)),
            DenseThread = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, ArrayView<Operation>, NetShape, Steps>(DenseKernels.Thread)),
            DenseGroup = Once(() => accelerator.LoadKernel<BatchMemory, ArrayView<Operation>, NetShape, Steps>(DenseKernels.Group)),
            Pairs = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, NetShape, DiagonalShape, Steps>(DiagonalKernels.Pairs)),
            DiagonalThread = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, NetShape, DiagonalShape, Steps>(DiagonalKernels.Thread)),
            DiagonalGroup = Once(() => accelerator.LoadKernel<BatchMemory, NetShape, DiagonalShape, Steps>(DiagonalKernels.Group)),
            SignThread = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, ArrayView<MatrixOperation>, NetShape, SignShape, Steps>(SignKernels.Thread)),
            SignGroup = Once(() => accelerator.LoadKernel<BatchMemory, ArrayView<MatrixOperation>, NetShape, SignShape, Steps>(SignKernels.Group)),
            FlowThread = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, ArrayView<MatrixOperation>, NetShape, FlowShape, FlowTables, FlowLaunch>(FlowKernels.Thread)),
            FlowGroup = Once(() => accelerator.LoadKernel<BatchMemory, ArrayView<MatrixOperation>, NetShape, FlowShape, FlowTables, FlowLaunch>(FlowKernels.Group)),
            ProgramThread = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, BatchMemory, ArrayView<MatrixOperation>, int>(MatrixKernels.Thread)),
            ProgramGroup = Once(() => accelerator.LoadKernel<BatchMemory, ArrayView<MatrixOperation>, int>(MatrixKernels.Group)),
        };

        Lazy<T> Once<T>(Func<T> load) => new(() =>
        {
            lock (compiler) return load();
        });
    }
}
