using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tasks;

/// <summary>
/// All that full-batch training of a model linear in x sees of a data set: second moments. For a map M (out x in) the loss
/// <c>1/2 E|M x - y|^2 = Minimum + 1/2 tr((M - Best) C (M - Best)^T)</c>, a form without cancellation near the optimum.
/// </summary>
public sealed class Moments
{
    // From here on singular values take longer than many a training.
    private const int ManyInputs = 128;

    private readonly double[]? _variances;
    private readonly double[]? _shares;
    private Matrix? _inputs;

    /// <summary>Moments of inputs that may be correlated.</summary>
    /// <param name="inputs">C = E[x x^T], in x in.</param>
    /// <param name="cross">D = E[y x^T], out x in.</param>
    /// <param name="best">A map that minimises the loss, out x in.</param>
    /// <param name="minimum">The loss of <paramref name="best"/>, which no map is below.</param>
    public Moments(Matrix inputs, Matrix cross, Matrix best, double minimum)
        : this(IsDiagonalMatrix(inputs) ? [.. Enumerable.Range(0, inputs.Rows).Select(i => inputs[i, i])] : null, cross, best, minimum) =>
        _inputs = inputs;

    private Moments(double[]? variances, Matrix cross, Matrix best, double minimum)
    {
        (_variances, Cross, Best, Minimum) = (variances, cross, best, minimum);
        IsWhite = variances is not null && Array.TrueForAll(variances, variance => variance == 1);
    }

    private Moments(Moments one, double[] shares)
        : this([.. one._variances!], one.Cross, one.Best, one.Minimum) => _shares = shares;

    /// <summary>C = X X^T / n, in x in.</summary>
    public Matrix Inputs => _inputs ??= Diagonal(_variances!);

    /// <summary>The diagonal of C when the inputs are exactly uncorrelated; null when they are not.</summary>
    public IReadOnlyList<double>? Variances => _variances;

    /// <summary>What the squared error of each input counts for in the loss; null where inputs are correlated.</summary>
    internal IReadOnlyList<double>? LossWeights => _shares ?? _variances;

    /// <summary>Number of inputs.</summary>
    public int InputCount => Best.Columns;

    /// <summary>D = Y X^T / n, out x in.</summary>
    public Matrix Cross { get; }

    /// <summary>The least-squares map D C^+, out x in.</summary>
    public Matrix Best { get; }

    /// <summary>The least loss that a linear map can have: that of <see cref="Best"/>.</summary>
    public double Minimum { get; }

    /// <summary>Whether the inputs are exactly uncorrelated: C has no off-diagonal element.</summary>
    public bool IsDiagonal => _variances is not null;

    /// <summary>Whether C is exactly the identity.</summary>
    public bool IsWhite { get; }

    /// <summary>The moments of samples.</summary>
    public static Moments Of(Dataset set) =>
        Of(set, Scaled(LinearAlgebra.TransposedMultiply(set.X, set.X), set.Count));

    /// <summary>The moments of samples whose C is known exactly, as for inputs that were whitened.</summary>
    public static Moments Of(Dataset set, Matrix inputs)
    {
        var cross = Scaled(LinearAlgebra.TransposedMultiply(set.Y, set.X), set.Count);
        var best = inputs.Rows >= ManyInputs ? OfManyInputs(set, cross, inputs) : null;
        best ??= LinearAlgebra.Multiply(cross, LinearAlgebra.PseudoInverse(inputs));
        var residual = LinearAlgebra.Subtract(LinearAlgebra.MultiplyTransposed(set.X, best), set.Y);
        return new Moments(inputs, cross, best, LinearAlgebra.Inner(residual, residual) / (2.0 * set.Count));
    }

    /// <summary>
    /// The moments of uncorrelated inputs with E[x_i^2] = <paramref name="variances"/> and targets <c>y = map x</c>, with nothing in them that no map
    /// explains but what costs <paramref name="minimum"/>.
    /// </summary>
    public static Moments Uncorrelated(IReadOnlyList<double> variances, Matrix map, double minimum = 0)
    {
        var cross = new Matrix(map.Rows, map.Columns);
        for (int i = 0; i < variances.Count; i++)
            for (int o = 0; o < map.Rows; o++) cross[o, i] = map[o, i] * variances[i];
        return new Moments([.. variances], cross, map, minimum);
    }

    /// <summary>
    /// As <see cref="Uncorrelated(IReadOnlyList{double}, Matrix, double)"/>, where input i stands for many inputs that behave alike: each has
    /// <paramref name="variances"/>, which sets its rate, and together they have <paramref name="shares"/>, which they count for in the loss.
    /// </summary>
    public static Moments Uncorrelated(IReadOnlyList<double> variances, IReadOnlyList<double> shares, Matrix map) =>
        new(Uncorrelated(variances, map), [.. shares]);

    /// <summary>The loss <c>1/2 E|M x - y|^2</c> of a map; columns that <paramref name="map"/> lacks count as zero.</summary>
    public double Loss(Matrix map)
    {
        double sum = 0;
        var shares = LossWeights;
        var error = new Matrix(1, InputCount).Row(0);
        for (int o = 0; o < Best.Rows; o++)
        {
            Best.Row(o).CopyTo(error);
            LinearAlgebra.AddMultiple(-1, map.Row(o), error);
            for (int i = 0; i < error.Length; i++)
                sum += error[i] * (shares is null ? LinearAlgebra.Dot(Inputs.Row(i), error) : shares[i] * error[i]);
        }

        return Minimum + sum / 2;
    }

    // D C^-1, or with fewer samples than inputs Y (X^T X)^-1 X^T: without the singular values of C; null where a matrix is not of full rank.
    private static Matrix? OfManyInputs(Dataset set, Matrix cross, Matrix inputs)
    {
        if (set.Count >= inputs.Rows) return LinearAlgebra.DivideByPositive(cross, inputs);
        return LinearAlgebra.DivideByPositive(LinearAlgebra.Transpose(set.Y), LinearAlgebra.MultiplyTransposed(set.X, set.X)) is { } dual
            ? LinearAlgebra.Multiply(dual, set.X)
            : null;
    }

    private static bool IsDiagonalMatrix(Matrix matrix)
    {
        for (int i = 0; i < matrix.Rows; i++)
            for (int j = 0; j < matrix.Columns; j++)
                if (i != j && matrix[i, j] != 0) return false;
        return true;
    }

    private static Matrix Diagonal(double[] values)
    {
        var matrix = new Matrix(values.Length, values.Length);
        for (int i = 0; i < values.Length; i++) matrix[i, i] = values[i];
        return matrix;
    }

    private static Matrix Scaled(Matrix sum, int count)
    {
        for (int i = 0; i < sum.Data.Length; i++) sum.Data[i] /= count;
        return sum;
    }
}
