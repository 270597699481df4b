using Dense = MathNet.Numerics.LinearAlgebra.Matrix<double>;

namespace LayerDyn.Science.Numerics;

public static partial class LinearAlgebra
{
    static LinearAlgebra()
    {
        // The managed provider on one thread: a native one, where installed, would give other bits. Read in MathNet 5.0.0: its singular
        // values, symmetric eigenvalues and QR take only IEEE basic operations and square roots, so they are the same bits on every machine.
        MathNet.Numerics.Control.UseManaged();
        MathNet.Numerics.Control.UseSingleThread();
    }

    /// <summary>
    /// Thin singular value decomposition <c>A = U diag(S) Vt</c> of an m x n matrix: U is m x r, S has r = min(m, n) values in
    /// descending order, Vt is r x n. The largest component of each column of U, of equal ones the first, is positive, so that signs are determined.
    /// All results are NaN when A is not finite.
    /// </summary>
    public static (Matrix U, double[] S, Matrix Vt) Svd(Matrix a)
    {
        int rank = Math.Min(a.Rows, a.Columns);
        var (u, s, vt) = (new Matrix(a.Rows, rank), new double[rank], new Matrix(rank, a.Columns));
        if (!IsFinite(a))
        {
            foreach (double[] values in new[] { u.Data, s, vt.Data }) Array.Fill(values, double.NaN);
            return (u, s, vt);
        }

        var svd = Wrap(a).Svd(computeVectors: true);
        for (int k = 0; k < rank; k++)
        {
            s[k] = svd.S[k];
            double sign = LargestSign(svd.U, k);
            for (int i = 0; i < a.Rows; i++) u[i, k] = sign * svd.U[i, k];
            for (int j = 0; j < a.Columns; j++) vt[k, j] = sign * svd.VT[k, j];
        }

        return (u, s, vt);
    }

    /// <summary>The singular values alone, descending; NaN when A is not finite.</summary>
    public static double[] SingularValues(Matrix a)
    {
        if (IsFinite(a)) return [.. Wrap(a).Svd(computeVectors: false).S];
        double[] values = new double[Math.Min(a.Rows, a.Columns)];
        Array.Fill(values, double.NaN);
        return values;
    }

    /// <summary>
    /// Eigenvalues (ascending) and orthonormal eigenvectors (columns) of a symmetric matrix. The largest component of each
    /// vector, of equal ones the first, is positive, so that signs are determined. All results are NaN when A is not finite.
    /// </summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static (double[] Values, Matrix Vectors) SymmetricEigen(Matrix a)
    {
        if (a.Rows != a.Columns) throw new ArgumentException($"{a.Rows} x {a.Columns} is not square", nameof(a));
        int n = a.Rows;
        var (values, vectors) = (new double[n], new Matrix(n, n));
        if (!IsFinite(a))
        {
            Array.Fill(values, double.NaN);
            Array.Fill(vectors.Data, double.NaN);
            return (values, vectors);
        }

        var evd = Wrap(a).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(k => evd.EigenValues[k].Real)];
        for (int k = 0; k < n; k++)
        {
            values[k] = evd.EigenValues[order[k]].Real;
            double sign = LargestSign(evd.EigenVectors, order[k]);
            for (int i = 0; i < n; i++) vectors[i, k] = sign * evd.EigenVectors[i, order[k]];
        }

        return (values, vectors);
    }

    /// <summary>
    /// The Moore-Penrose inverse, n x m for an m x n matrix; singular values below <c>max(m, n) 2^-52</c> of the largest count as zero.
    /// </summary>
    public static Matrix PseudoInverse(Matrix a)
    {
        var (u, s, vt) = Svd(a);
        double cut = s.Length == 0 ? 0 : s[0] * Math.Max(a.Rows, a.Columns) * Math.ScaleB(1, -52);
        var inverse = new Matrix(a.Columns, a.Rows);
        for (int k = 0; k < s.Length; k++)
        {
            if (s[k] <= cut) continue;
            for (int i = 0; i < a.Columns; i++)
                for (int j = 0; j < a.Rows; j++) inverse[i, j] += vt[k, i] / s[k] * u[j, k];
        }

        return inverse;
    }

    private static bool IsFinite(Matrix a) => Array.TrueForAll(a.Data, double.IsFinite);

    private static Dense Wrap(Matrix a) => Dense.Build.DenseOfRowMajor(a.Rows, a.Columns, a.Data);

    // Components as large as each other but for rounding, as in (1, -1) / sqrt(2), must not have their last bit choose between them.
    private static double LargestSign(Dense vectors, int column)
    {
        const double Equal = 1 - 1e-9;
        double largest = 0;
        for (int i = 0; i < vectors.RowCount; i++) largest = Math.Max(largest, Math.Abs(vectors[i, column]));
        for (int i = 0; i < vectors.RowCount; i++)
            if (Math.Abs(vectors[i, column]) >= Equal * largest) return vectors[i, column] < 0 ? -1 : 1;
        return 1;
    }
}
