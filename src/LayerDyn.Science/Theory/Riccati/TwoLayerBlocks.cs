using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Riccati;

/// <summary>
/// What the end-to-end map and the kernel of a two-layer linear network <c>f(x) = W2 W1 x</c> depend on: the blocks of
/// <c>QQ^T</c> with <c>Q = [W1^T; W2]</c>.
/// </summary>
/// <param name="Input"><c>A = W1^T W1</c>, in x in.</param>
/// <param name="Output"><c>B = W2 W2^T</c>, out x out.</param>
/// <param name="Map"><c>W2 W1</c>, out x in.</param>
public sealed record TwoLayerBlocks(Matrix Input, Matrix Output, Matrix Map)
{
    /// <summary>Blocks of zeros, to be filled.</summary>
    public TwoLayerBlocks(int inputs, int outputs)
        : this(new Matrix(inputs, inputs), new Matrix(outputs, outputs), new Matrix(outputs, inputs))
    {
    }

    /// <summary>The blocks of given weights.</summary>
    /// <param name="w1">First layer, hidden x in.</param>
    /// <param name="w2">Second layer, out x hidden.</param>
    public static TwoLayerBlocks Of(Matrix w1, Matrix w2) => new(
        LinearAlgebra.Multiply(LinearAlgebra.Transpose(w1), w1),
        LinearAlgebra.Multiply(w2, LinearAlgebra.Transpose(w2)),
        LinearAlgebra.Multiply(w2, w1));

    /// <summary>
    /// <c>||W2^T W2 - W1 W1^T||_F</c>, which gradient flow conserves, from the blocks alone: its square is
    /// <c>||B||^2 - 2 ||W2 W1||^2 + ||A||^2</c>.
    /// </summary>
    public double ImbalanceNorm() => Math.Sqrt(Math.Max(0, Square(Output) - 2 * Square(Map) + Square(Input)));

    private static double Square(Matrix a)
    {
        double sum = 0;
        foreach (double value in a.Data) sum += value * value;
        return sum;
    }
}
