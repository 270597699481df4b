namespace LayerDyn.Science.Numerics;

/// <summary>The largest eigenvalue of a symmetric matrix that is known by its products alone (Lanczos 1950), in double precision.</summary>
public static class Lanczos
{
    /// <summary>Most products that are taken.</summary>
    public const int MostProducts = 25;

    /// <summary>The change and the residual relative to the eigenvalue at which the iteration ends.</summary>
    public const double Tolerance = 1e-4;

    // What is left of a product after its overlaps were taken away, relative to the largest eigenvalue in size, is rounding below this.
    private const double Rounding = 1e-13;

    /// <summary>A product with the matrix: the direction, and where its image goes.</summary>
    public delegate void Product(ReadOnlySpan<double> direction, Span<double> image);

    /// <summary>
    /// The largest eigenvalue (with its sign), with full reorthogonalisation. It ends after <see cref="MostProducts"/>, when the space is
    /// exhausted, or when one product changes the estimate by <see cref="Tolerance"/> of itself at most and the residual of its vector is
    /// no larger either: the change alone takes a plateau on the way for the end. NaN where a product is not finite.
    /// </summary>
    /// <param name="product">The matrix, n x n.</param>
    /// <param name="start">Any vector of length n with a share of the eigenvector; not changed.</param>
    public static double Largest(Product product, ReadOnlySpan<double> start)
    {
        int most = Math.Min(MostProducts, start.Length);
        double[][] basis = new double[most][];
        double[] diagonal = new double[most], beside = new double[most], residual = start.ToArray();
        double largest = double.NaN, norm = Math.Sqrt(LinearAlgebra.Dot(residual, residual)), size = 0;
        for (int k = 0; k < most; k++)
        {
            if (!(norm > Rounding * size)) return double.IsNaN(norm) ? double.NaN : largest;
            basis[k] = residual;
            for (int i = 0; i < residual.Length; i++) residual[i] /= norm;
            double[] image = new double[start.Length];
            product(basis[k], image);
            diagonal[k] = LinearAlgebra.Dot(basis[k], image);
            for (int pass = 0; pass < 2; pass++)
                for (int j = k; j >= 0; j--) LinearAlgebra.AddMultiple(-LinearAlgebra.Dot(basis[j], image), basis[j], image);
            norm = beside[k] = Math.Sqrt(LinearAlgebra.Dot(image, image));
            if (!double.IsFinite(norm) || !double.IsFinite(diagonal[k])) return double.NaN;
            residual = image;

            var (values, vectors) = LinearAlgebra.SymmetricEigen(Tridiagonal(diagonal, beside, k + 1));
            double estimate = values[k], left = norm * Math.Abs(vectors[k, k]);
            size = Math.Max(Math.Abs(values[0]), Math.Abs(estimate));
            bool settled = k > 0 && Math.Abs(estimate - largest) <= Tolerance * Math.Abs(estimate) && left <= Tolerance * Math.Abs(estimate);
            largest = estimate;
            if (settled) break;
        }

        return largest;
    }

    private static Matrix Tridiagonal(double[] diagonal, double[] beside, int count)
    {
        var matrix = new Matrix(count, count);
        for (int i = 0; i < count; i++)
        {
            matrix[i, i] = diagonal[i];
            if (i + 1 < count) matrix[i, i + 1] = matrix[i + 1, i] = beside[i];
        }

        return matrix;
    }
}
