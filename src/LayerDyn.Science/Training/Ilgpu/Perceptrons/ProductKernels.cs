using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>
/// Kernels of whole layers: a group of threads a tile and network. Each element is the same sum in the same order as in
/// <see cref="Mlp.MlpEngine{TS, TV}"/>.
/// </summary>
internal static class ProductKernels
{
    /// <summary>What a layer gives.</summary>
    public static void Forward(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Forward<LargeTile>(memory, layer, pass);

    /// <summary>The same in small tiles.</summary>
    public static void ForwardSmall(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Forward<SmallTile>(memory, layer, pass);

    /// <summary>The gradient in a layer's parameters.</summary>
    public static void Gradient(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Gradient<LargeTile>(memory, layer, pass);

    /// <summary>The same in small tiles.</summary>
    public static void GradientSmall(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Gradient<SmallTile>(memory, layer, pass);

    /// <summary>The gradient in the parameters of a layer that reads the nonzero inputs alone.</summary>
    public static void GradientSparse(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => GradientSparse<LargeTile>(memory, layer, pass);

    /// <summary>The same in small tiles.</summary>
    public static void GradientSparseSmall(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => GradientSparse<SmallTile>(memory, layer, pass);

    /// <summary>The gradient in what a layer reads.</summary>
    public static void Backward(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Backward<LargeTile>(memory, layer, pass);

    /// <summary>The same in small tiles.</summary>
    public static void BackwardSmall(PerceptronMemory memory, PerceptronLayer layer, Pass pass) => Backward<SmallTile>(memory, layer, pass);

    private static void Forward<TSide>(PerceptronMemory memory, PerceptronLayer layer, Pass pass)
        where TSide : struct, ITileSide
    {
        if (!memory.HasEnded(Grid.IdxY)) Products.Tile<TSide, ForwardProduct>(new(memory, layer, Grid.IdxY, pass), Grid.IdxX);
    }

    private static void Gradient<TSide>(PerceptronMemory memory, PerceptronLayer layer, Pass pass)
        where TSide : struct, ITileSide
    {
        if (!memory.HasEnded(Grid.IdxY)) Products.Tile<TSide, GradientProduct>(new(memory, layer, Grid.IdxY, pass), Grid.IdxX);
    }

    private static void GradientSparse<TSide>(PerceptronMemory memory, PerceptronLayer layer, Pass pass)
        where TSide : struct, ITileSide
    {
        if (!memory.HasEnded(Grid.IdxY)) Products.Tile<TSide, SparseGradientProduct>(new(new(memory, layer, Grid.IdxY, pass)), Grid.IdxX);
    }

    private static void Backward<TSide>(PerceptronMemory memory, PerceptronLayer layer, Pass pass)
        where TSide : struct, ITileSide
    {
        if (!memory.HasEnded(Grid.IdxY)) Products.Tile<TSide, BackwardProduct>(new(memory, layer, Grid.IdxY, pass), Grid.IdxX);
    }
}
