using ILGPU;
using ILGPU.Runtime;
using ElementKernel = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.Index1D, LayerDyn.Science.Training.Ilgpu.Perceptrons.PerceptronMemory,
    LayerDyn.Science.Training.Ilgpu.Perceptrons.PerceptronLayer, LayerDyn.Science.Training.Ilgpu.Perceptrons.Pass>;
using TileKernel = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.KernelConfig, LayerDyn.Science.Training.Ilgpu.Perceptrons.PerceptronMemory,
    LayerDyn.Science.Training.Ilgpu.Perceptrons.PerceptronLayer, LayerDyn.Science.Training.Ilgpu.Perceptrons.Pass>;
using UpdateKernel = System.Action<
    ILGPU.Runtime.AcceleratorStream, ILGPU.Index1D, LayerDyn.Science.Training.Ilgpu.Perceptrons.PerceptronMemory,
    LayerDyn.Science.Training.Ilgpu.Perceptrons.Pass>;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>The kernels of perceptrons, compiled for an accelerator when first launched.</summary>
internal sealed class PerceptronKernels
{
    private PerceptronKernels()
    {
    }

    public required Lazy<TileKernel> Forward { get; init; }

    public required Lazy<TileKernel> Gradient { get; init; }

    public required Lazy<TileKernel> GradientSparse { get; init; }

    public required Lazy<TileKernel> Backward { get; init; }

    public required Lazy<ElementKernel> ForwardNarrow { get; init; }

    public required Lazy<ElementKernel> ForwardSparse { get; init; }

    public required Lazy<ElementKernel> GradientNarrow { get; init; }

    public required Lazy<ElementKernel> BackwardNarrow { get; init; }

    public required Lazy<ElementKernel> SquaredError { get; init; }

    public required Lazy<ElementKernel> CrossEntropy { get; init; }

    public required Lazy<UpdateKernel> Descend { get; init; }

    public required Lazy<UpdateKernel> Momentum { get; init; }

    public required Lazy<UpdateKernel> Adam { get; init; }

    public required Lazy<Action<AcceleratorStream, Index1D, PerceptronMemory, long>> Check { get; init; }

    /// <summary>Threads on a side of a tile.</summary>
    public required int Side { get; init; }

    /// <summary>The kernels for an accelerator.</summary>
    public static PerceptronKernels For(Accelerator accelerator, Lock compiler)
    {
        Exact.Prepare();
        bool large = accelerator.MaxNumThreadsPerGroup >= LargeTile.Side * LargeTile.Side;
        return new()
        {
            Side = large ? LargeTile.Side : SmallTile.Side,
            Forward = Tile(large ? ProductKernels.Forward : ProductKernels.ForwardSmall),
            Gradient = Tile(large ? ProductKernels.Gradient : ProductKernels.GradientSmall),
            GradientSparse = Tile(large ? ProductKernels.GradientSparse : ProductKernels.GradientSparseSmall),
            Backward = Tile(large ? ProductKernels.Backward : ProductKernels.BackwardSmall),
            ForwardNarrow = Element(ElementKernels.ForwardNarrow),
            ForwardSparse = Element(ElementKernels.ForwardSparse),
            GradientNarrow = Element(ElementKernels.GradientNarrow),
            BackwardNarrow = Element(ElementKernels.BackwardNarrow),
            SquaredError = Element(LossKernels.SquaredError),
            CrossEntropy = Element(LossKernels.CrossEntropy),
            Descend = Update(UpdateKernels.Descend),
            Momentum = Update(UpdateKernels.Momentum),
            Adam = Update(UpdateKernels.Adam),
            Check = Once(() => accelerator.LoadAutoGroupedKernel<Index1D, PerceptronMemory, long>(UpdateKernels.Check)),
        };

        Lazy<TileKernel> Tile(Action<PerceptronMemory, PerceptronLayer, Pass> kernel) => Once(() => accelerator.LoadKernel(kernel));
        Lazy<ElementKernel> Element(Action<Index1D, PerceptronMemory, PerceptronLayer, Pass> kernel) => Once(() => accelerator.LoadAutoGroupedKernel(kernel));
        Lazy<UpdateKernel> Update(Action<Index1D, PerceptronMemory, Pass> kernel) => Once(() => accelerator.LoadAutoGroupedKernel(kernel));
        Lazy<T> Once<T>(Func<T> load) => new(() =>
        {
            lock (compiler) return load();
        });
    }
}
