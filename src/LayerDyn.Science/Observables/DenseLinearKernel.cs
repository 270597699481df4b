using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables;

/// <summary>
/// The tangent kernel of dense linear layers, <c>K = sum_l (X^T P_l X) (x) Q_l</c> with <c>P_l = M^T M</c> of the layers below,
/// <c>M = W_{l-1} ... W_1</c>, and <c>Q_l = N N^T</c> of those above, <c>N = W_L ... W_{l+1}</c>:
/// <c>&lt;K, K'&gt; = sum_{l,m} tr(P_l G P'_m G) tr(Q_l Q'_m)</c>. Of two layers that is
/// <c>out tr(A G A' G) + tr(B') tr(A G G) + tr(B) tr(A' G G) + tr(B B') tr(G G)</c> with <c>A = W1^T W1</c> and <c>B = W2 W2^T</c> (Nam et al. 2025,
/// arXiv 2502.21009; Dominé et al. 2025, arXiv 2409.14623).
/// </summary>
public sealed class DenseLinearKernel : LinearKernel
{
    private readonly Term[] _terms; // from the last layer to the first
    private readonly int _outputs;

    /// <summary>The kernel of weights W_1, ..., W_L on inputs of second moment <paramref name="g"/> (in x in).</summary>
    public DenseLinearKernel(IReadOnlyList<Matrix> weights, Matrix g)
    {
        int depth = weights.Count;
        _outputs = weights[^1].Rows;
        var above = new Matrix?[depth];
        for (int l = depth - 2; l >= 0; l--) above[l] = above[l + 1] is { } map ? LinearAlgebra.Multiply(map, weights[l + 1]) : weights[l + 1];
        _terms = new Term[depth];
        Matrix? below = null;
        for (int l = 0; l < depth; l++)
        {
            var inputs = below is null ? g : LinearAlgebra.Multiply(LinearAlgebra.TransposedMultiply(below, below), g);
            var outputs = above[l] is { } map ? LinearAlgebra.MultiplyTransposed(map, map) : null;
            _terms[depth - 1 - l] = new(below, inputs, outputs, LinearAlgebra.Inner(inputs, g), outputs is null ? _outputs : LinearAlgebra.Trace(outputs));
            below = below is null ? weights[l] : LinearAlgebra.Multiply(weights[l], below);
        }
    }

    /// <inheritdoc/>
    public override double Inner(LinearKernel other)
    {
        double sum = 0;
        foreach (var left in _terms)
            foreach (var right in ((DenseLinearKernel)other)._terms) sum += OfOutputs(left, right) * OfInputs(left, right);
        return sum;
    }

    /// <inheritdoc/>
    public override double InnerWithTargets(Matrix cross)
    {
        // tr(Q D P D^T) = tr(Q R R^T) with R = D M^T.
        double sum = 0;
        foreach (var term in _terms)
        {
            var seen = term.Below is null ? cross : LinearAlgebra.MultiplyTransposed(cross, term.Below);
            sum += term.Outputs is null ? LinearAlgebra.Inner(seen, seen) : LinearAlgebra.Inner(term.Outputs, LinearAlgebra.MultiplyTransposed(seen, seen));
        }

        return sum;
    }

    private static double OfOutputs(Term left, Term right) => left.Outputs is null ? right.OutputTrace
        : right.Outputs is null ? left.OutputTrace : LinearAlgebra.Inner(left.Outputs, right.Outputs);

    // G is symmetric.
    private static double OfInputs(Term left, Term right) => left.Below is null ? right.SquaredMoment
        : right.Below is null ? left.SquaredMoment : TraceOfProduct(left.Inputs, right.Inputs);

    private static double TraceOfProduct(Matrix a, Matrix b)
    {
        double sum = 0;
        int n = a.Rows;
        double[] left = a.Data, right = b.Data;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) sum += left[i * n + j] * right[j * n + i];
        return sum;
    }

    /// <summary>What a layer adds.</summary>
    /// <param name="Below">M; null for the first layer, where it is the identity.</param>
    /// <param name="Inputs">P G.</param>
    /// <param name="Outputs">Q; null for the last layer, where it is the identity.</param>
    /// <param name="SquaredMoment">tr(P G G).</param>
    /// <param name="OutputTrace">tr Q.</param>
    private sealed record Term(Matrix? Below, Matrix Inputs, Matrix? Outputs, double SquaredMoment, double OutputTrace);
}
