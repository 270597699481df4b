using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// What inner products of tangent kernels of two-layer linear networks need of each network: <c>A G</c>, <c>tr(A G G)</c> and B,
/// with <c>A = W1^T W1</c> (in x in), <c>B = W2 W2^T</c> (out x out) and G the second moment of the inputs (in x in).
/// </summary>
public sealed class LayerKernel
{
    private readonly Matrix _inputs;
    private readonly Matrix _outputs;
    private readonly double _inputTrace;
    private readonly double _outputTrace;
    private readonly double _squaredMoment;
    private double? _squaredNorm;

    /// <summary>The kernel with <paramref name="a"/> = A and <paramref name="b"/> = B for inputs of second moment <paramref name="g"/>.</summary>
    public LayerKernel(Matrix a, Matrix b, Matrix g)
    {
        _inputs = LinearAlgebra.Multiply(a, g);
        _outputs = b;
        _inputTrace = LinearAlgebra.Inner(_inputs, g); // G is symmetric
        _outputTrace = LinearAlgebra.Trace(b);
        _squaredMoment = LinearAlgebra.Inner(g, g);
    }

    /// <summary>The kernel of weights W1 (hidden x in) and W2 (out x hidden).</summary>
    public static LayerKernel Of(Matrix w1, Matrix w2, Matrix g) =>
        new(LinearAlgebra.TransposedMultiply(w1, w1), LinearAlgebra.MultiplyTransposed(w2, w2), g);

    /// <summary>The Frobenius inner product of two kernels on the same inputs.</summary>
    public static double Inner(LayerKernel left, LayerKernel right) =>
        left._outputs.Rows * TraceOfProduct(left._inputs, right._inputs)
        + right._outputTrace * left._inputTrace
        + left._outputTrace * right._inputTrace
        + LinearAlgebra.Inner(left._outputs, right._outputs) * left._squaredMoment;

    /// <summary>The cosine of the angle between two kernels on the same inputs.</summary>
    public static double Cosine(LayerKernel left, LayerKernel right) => Inner(left, right) / Math.Sqrt(left.SquaredNorm * right.SquaredNorm);

    private double SquaredNorm => _squaredNorm ??= Inner(this, this);

    private static double TraceOfProduct(Matrix a, Matrix b)
    {
        double sum = 0;
        int n = a.Rows;
        double[] left = a.Data, right = b.Data;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) sum += left[i * n + j] * right[j * n + i];
        return sum;
    }
}
