using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The neural tangent kernel of the two-layer linear network on inputs X (in x n),
/// <c>K = I_out (x) X^T A X + B (x) X^T X</c> with <c>A = W1^T W1</c> and <c>B = W2 W2^T</c>, compared with its initial value by the
/// trace identity with <c>G = X X^T</c>, never building K (Nam et al. 2025, arXiv 2502.21009; Domine et al. 2025, arXiv 2409.14623):
/// <c>&lt;K,K'&gt; = out tr(A G A' G) + tr(B') tr(A G G) + tr(B) tr(A' G G) + tr(B B') tr(G G)</c>.
/// </summary>
/// <remarks>The distance is the same for G and for any multiple of it, such as <c>X X^T / n</c>. Not thread-safe.</remarks>
public sealed class TwoLayerKernel
{
    private readonly Matrix _gram, _gramSquared, _initialWeighted;
    private readonly TwoLayerBlocks _initial;
    private readonly double[] _weighted;
    private readonly double _gramNorm, _initialTrace, _initialCross, _initialNorm;

    /// <summary>Compares kernels with the one at <paramref name="initial"/>.</summary>
    /// <param name="gram"><c>G = X X^T</c> or a multiple of it, in x in.</param>
    /// <param name="initial">Blocks at step 0.</param>
    public TwoLayerKernel(Matrix gram, TwoLayerBlocks initial)
    {
        (_gram, _initial) = (gram, initial);
        _gramSquared = LinearAlgebra.Multiply(gram, gram);
        _gramNorm = Trace(_gramSquared);
        _weighted = new double[gram.Data.Length];
        _initialWeighted = LinearAlgebra.Multiply(LinearAlgebra.Multiply(gram, initial.Input), gram); // G A0 G
        (_initialTrace, _initialCross) = (Trace(initial.Output), Dot(initial.Input, _gramSquared));
        _initialNorm = Norm(initial);
    }

    /// <summary>
    /// Kernel distance <c>1 - &lt;K0,Kt&gt; / (|K0| |Kt|)</c> in [0, 1]: large is rich, near zero lazy; 0 when a kernel vanishes.
    /// </summary>
    public double Distance(TwoLayerBlocks blocks)
    {
        double trace = Trace(blocks.Output), cross = Dot(blocks.Input, _gramSquared);
        double inner = _initial.Output.Rows * Dot(blocks.Input, _initialWeighted)
            + _initialTrace * cross + trace * _initialCross + Dot(_initial.Output, blocks.Output) * _gramNorm;
        double norms = Math.Sqrt(_initialNorm) * Math.Sqrt(Norm(blocks));
        return norms > 0 ? Math.Max(0, 1 - inner / norms) : 0;
    }

    // |K|^2 (Frobenius).
    private double Norm(TwoLayerBlocks blocks)
    {
        // A G, then tr(A G A G) as the sum of (AG)_ij (AG)_ji.
        int n = _gram.Rows;
        double[] a = blocks.Input.Data, g = _gram.Data;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int k = 0; k < n; k++) sum += a[i * n + k] * g[k * n + j];
                _weighted[i * n + j] = sum;
            }

        double quartic = 0;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) quartic += _weighted[i * n + j] * _weighted[j * n + i];
        return blocks.Output.Rows * quartic + 2 * Trace(blocks.Output) * Dot(blocks.Input, _gramSquared)
            + Dot(blocks.Output, blocks.Output) * _gramNorm;
    }

    private static double Trace(Matrix a)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++) sum += a.Data[i * a.Columns + i];
        return sum;
    }

    // tr(A B^T); all matrices here are symmetric.
    private static double Dot(Matrix a, Matrix b)
    {
        double sum = 0;
        for (int i = 0; i < a.Data.Length; i++) sum += a.Data[i] * b.Data[i];
        return sum;
    }
}
