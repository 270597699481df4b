using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Riccati;

/// <summary>
/// <c>diag(e^x) B = U diag(d) T P</c> for a tall B whose rows differ by any factor, even beyond the range of a double: U orthonormal,
/// T unit upper triangular with entries of order 1, P a permutation of columns (not kept: what is built on T here does not depend on it).
/// </summary>
/// <remarks>
/// Householder QR with column pivoting and row interchanges is stable row by row (Powell and Reid 1969; Cox and Higham 1998), so no row
/// is drowned by a larger one. The rows are stored without their factors, and each step works with the factors relative to its own largest
/// entry: what underflows there is beyond rounding. All buffers are reused.
/// </remarks>
/// <param name="rows">Rows of B.</param>
/// <param name="columns">Columns of B, at most <paramref name="rows"/>.</param>
internal sealed class GradedQr(int rows, int columns)
{
    private const double Ln2 = 0.69314718055994530942;

    private readonly double[] _scaled = new double[rows * columns];
    private readonly double[] _reflectors = new double[rows * columns]; // column s is the vector of step s
    private readonly double[] _tau = new double[columns];

    /// <summary>B, row-major; set before <see cref="Factorise"/>, which overwrites it.</summary>
    public double[] B { get; } = new double[rows * columns];

    /// <summary>Logarithms of the row factors; permuted by <see cref="Factorise"/> as <see cref="Order"/> says.</summary>
    public double[] X { get; } = new double[rows];

    /// <summary>The original row at each place of <see cref="U"/>.</summary>
    public int[] Order { get; } = new int[rows];

    /// <summary>U, row-major, rows in <see cref="Order"/>.</summary>
    public double[] U { get; } = new double[rows * columns];

    /// <summary>T, row-major.</summary>
    public double[] T { get; } = new double[columns * columns];

    /// <summary>The diagonal d, not negative; infinity where it overflows, 0 beyond the rank.</summary>
    public double[] D { get; } = new double[columns];

    /// <summary>Factorises <see cref="B"/> with <see cref="X"/>.</summary>
    public void Factorise()
    {
        for (int i = 0; i < rows; i++) Order[i] = i;
        Array.Clear(T);
        Array.Clear(D);
        Array.Clear(_reflectors);
        for (int s = 0; s < columns; s++) T[s * columns + s] = 1;
        int rank = 0;
        while (rank < columns && Reduce(rank)) rank++;
        Accumulate(rank);
    }

    private bool Reduce(int s)
    {
        double shift = double.NegativeInfinity;
        for (int i = s; i < rows; i++)
        {
            double largest = 0;
            for (int j = s; j < columns; j++) largest = Math.Max(largest, Math.Abs(B[i * columns + j]));
            if (largest > 1e-290) shift = Math.Max(shift, X[i] + Math.ILogB(largest) * Ln2);
        }

        if (double.IsNegativeInfinity(shift)) return false;
        for (int i = s; i < rows; i++)
        {
            double factor = PortableMath.Exp(Math.Min(X[i] - shift, 700));
            for (int j = s; j < columns; j++) _scaled[i * columns + j] = factor * B[i * columns + j];
        }

        double square = Pivot(s);
        double norm = Math.Sqrt(square), alpha = _scaled[s * columns + s], signed = Math.CopySign(norm, alpha);
        _tau[s] = 1 / (norm * (norm + Math.Abs(alpha)));
        D[s] = norm * PortableMath.Exp(shift);
        _reflectors[s * columns + s] = alpha + signed;
        for (int i = s + 1; i < rows; i++) _reflectors[i * columns + s] = _scaled[i * columns + s];
        for (int j = s + 1; j < columns; j++)
        {
            double dot = 0;
            for (int i = s; i < rows; i++) dot += _reflectors[i * columns + s] * _scaled[i * columns + j];
            dot *= _tau[s];
            T[s * columns + j] = (_scaled[s * columns + j] - (alpha + signed) * dot) / -signed;
            for (int i = s + 1; i < rows; i++) B[i * columns + j] -= B[i * columns + s] * dot;
        }

        return true;
    }

    // Brings the longest column and, in it, the largest entry to place s; returns the square of the column's length.
    private double Pivot(int s)
    {
        int column = s, row = s;
        double longest = -1;
        for (int j = s; j < columns; j++)
        {
            double square = 0;
            for (int i = s; i < rows; i++) square += _scaled[i * columns + j] * _scaled[i * columns + j];
            if (square > longest) (longest, column) = (square, j);
        }

        for (int i = s + 1; i < rows; i++)
            if (Math.Abs(_scaled[i * columns + column]) > Math.Abs(_scaled[row * columns + column])) row = i;
        if (column != s)
        {
            for (int i = 0; i < s; i++) Swap(T, i * columns + s, i * columns + column);
            for (int i = s; i < rows; i++)
            {
                Swap(B, i * columns + s, i * columns + column);
                Swap(_scaled, i * columns + s, i * columns + column);
            }
        }

        if (row != s)
        {
            (Order[s], Order[row]) = (Order[row], Order[s]);
            Swap(X, s, row);
            for (int j = 0; j < s; j++) Swap(_reflectors, s * columns + j, row * columns + j);
            for (int j = s; j < columns; j++)
            {
                Swap(B, s * columns + j, row * columns + j);
                Swap(_scaled, s * columns + j, row * columns + j);
            }
        }

        return longest;
    }

    // U = H_1 ... H_rank [I; 0], with the signs that make the diagonal of R positive: d.
    private void Accumulate(int rank)
    {
        Array.Clear(U);
        for (int s = 0; s < columns; s++) U[s * columns + s] = s < rank ? -Math.Sign(_reflectors[s * columns + s]) : 1;
        for (int s = rank - 1; s >= 0; s--)
            for (int j = s; j < columns; j++)
            {
                double dot = 0;
                for (int i = s; i < rows; i++) dot += _reflectors[i * columns + s] * U[i * columns + j];
                dot *= _tau[s];
                for (int i = s; i < rows; i++) U[i * columns + j] -= _reflectors[i * columns + s] * dot;
            }
    }

    private static void Swap(double[] values, int i, int j) => (values[i], values[j]) = (values[j], values[i]);
}
