using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// All that full-batch training of a model linear in x sees of a data set: second moments. For a map M (out x in) the loss
/// <c>1/2 E|M x - y|^2 = Minimum + 1/2 tr((M - Best) C (M - Best)^T)</c>, a form without cancellation near the optimum.
/// </summary>
public sealed class Moments
{
    /// <summary>Moments with the least-squares map worked out from <paramref name="inputs"/> and <paramref name="cross"/>.</summary>
    /// <param name="inputs">C = E[x x^T], in x in.</param>
    /// <param name="cross">D = E[y x^T], out x in.</param>
    /// <param name="minimum">The loss of <paramref name="best"/>, which no map is below.</param>
    /// <param name="best">A map that minimises the loss, out x in.</param>
    public Moments(Matrix inputs, Matrix cross, Matrix best, double minimum)
    {
        (Inputs, Cross, Best, Minimum) = (inputs, cross, best, minimum);
        (IsDiagonal, IsWhite) = (true, true);
        for (int i = 0; i < inputs.Rows; i++)
            for (int j = 0; j < inputs.Columns; j++)
            {
                if (i != j && inputs[i, j] != 0) IsDiagonal = false;
                if (inputs[i, j] != (i == j ? 1 : 0)) IsWhite = false;
            }
    }

    /// <summary>C = X X^T / n, in x in.</summary>
    public Matrix Inputs { get; }

    /// <summary>D = Y X^T / n, out x in.</summary>
    public Matrix Cross { get; }

    /// <summary>The least-squares map D C^+, out x in.</summary>
    public Matrix Best { get; }

    /// <summary>The least loss that a linear map can have: that of <see cref="Best"/>.</summary>
    public double Minimum { get; }

    /// <summary>Whether the inputs are exactly uncorrelated: C has no off-diagonal element.</summary>
    public bool IsDiagonal { get; }

    /// <summary>Whether C is exactly the identity.</summary>
    public bool IsWhite { get; }

    /// <summary>The moments of samples.</summary>
    public static Moments Of(Dataset set) =>
        Of(set, Scaled(LinearAlgebra.TransposedMultiply(set.X, set.X), set.Count));

    /// <summary>The moments of samples whose C is known exactly, as for inputs that were whitened.</summary>
    public static Moments Of(Dataset set, Matrix inputs)
    {
        var cross = Scaled(LinearAlgebra.TransposedMultiply(set.Y, set.X), set.Count);
        var best = LinearAlgebra.Multiply(cross, LinearAlgebra.PseudoInverse(inputs));
        var residual = LinearAlgebra.Subtract(LinearAlgebra.MultiplyTransposed(set.X, best), set.Y);
        return new Moments(inputs, cross, best, LinearAlgebra.Inner(residual, residual) / (2.0 * set.Count));
    }

    /// <summary>
    /// The moments of uncorrelated inputs with E[x_i^2] = <paramref name="variances"/> and targets <c>y = map x</c> without noise.
    /// </summary>
    public static Moments Uncorrelated(IReadOnlyList<double> variances, Matrix map)
    {
        var inputs = new Matrix(variances.Count, variances.Count);
        var cross = new Matrix(map.Rows, map.Columns);
        for (int i = 0; i < variances.Count; i++)
        {
            inputs[i, i] = variances[i];
            for (int o = 0; o < map.Rows; o++) cross[o, i] = map[o, i] * variances[i];
        }

        return new Moments(inputs, cross, map, 0);
    }

    /// <summary>The loss <c>1/2 E|M x - y|^2</c> of a map; columns that <paramref name="map"/> lacks count as zero.</summary>
    public double Loss(Matrix map)
    {
        double sum = 0;
        int inputs = Inputs.Rows;
        for (int o = 0; o < Best.Rows; o++)
            for (int i = 0; i < inputs; i++)
            {
                double error = Error(map, o, i);
                if (IsDiagonal)
                {
                    sum += error * error * Inputs[i, i];
                    continue;
                }

                double image = 0;
                for (int j = 0; j < inputs; j++) image += Inputs[i, j] * Error(map, o, j);
                sum += error * image;
            }

        return Minimum + sum / 2;
    }

    private double Error(Matrix map, int output, int input) => (input < map.Columns ? map[output, input] : 0) - Best[output, input];

    private static Matrix Scaled(Matrix sum, int count)
    {
        for (int i = 0; i < sum.Data.Length; i++) sum.Data[i] /= count;
        return sum;
    }
}
