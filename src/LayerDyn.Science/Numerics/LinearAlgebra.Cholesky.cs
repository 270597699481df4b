namespace LayerDyn.Science.Numerics;

public static partial class LinearAlgebra
{
    // Pivots below this share of the largest diagonal element may be rounding alone.
    private const double LeastPivot = 1e-9;

    /// <summary>
    /// <c>B A^-1</c> for B (m x n) and a symmetric positive definite A (n x n), by its Cholesky factor; null when A is not safely of full rank.
    /// </summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Matrix? DivideByPositive(Matrix b, Matrix a)
    {
        if (a.Rows != a.Columns || b.Columns != a.Rows) throw new ArgumentException($"{b.Rows}x{b.Columns} by {a.Rows}x{a.Columns}");
        int n = a.Rows;
        double largest = 0;
        for (int i = 0; i < n; i++) largest = Math.Max(largest, a[i, i]);
        var factor = new Matrix(n, n); // lower triangle
        for (int i = 0; i < n; i++)
        {
            var row = factor.Row(i);
            for (int j = 0; j < i; j++) row[j] = (a[i, j] - Dot(row[..j], factor.Row(j))) / factor[j, j];
            double pivot = a[i, i] - Dot(row[..i], row);
            if (!(pivot > LeastPivot * largest)) return null;
            row[i] = Math.Sqrt(pivot);
        }

        // Row by row L L^T x = b, forwards and backwards.
        var quotient = new Matrix(b.Rows, n, [.. b.Data]);
        for (int r = 0; r < b.Rows; r++)
        {
            var row = quotient.Row(r);
            for (int i = 0; i < n; i++) row[i] = (row[i] - Dot(row[..i], factor.Row(i))) / factor[i, i];
            for (int i = n - 1; i >= 0; i--)
            {
                row[i] /= factor[i, i];
                AddMultiple(-row[i], factor.Row(i)[..i], row);
            }
        }

        return quotient;
    }
}
