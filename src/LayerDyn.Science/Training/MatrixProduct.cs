using System.Runtime.Intrinsics;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Training;

/// <summary>Products of whole matrices by <see cref="BlockedProduct{TS, TV}"/>, with the widest vectors of this processor.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary><c>A B</c>, m x k times k x n.</summary>
    public static Matrix Of(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Columns);
        fixed (double* target = product.Data, left = a.Data, right = b.Data)
            Run(Of(target, product.Columns), Of(left, a.Columns), Of(right, b.Columns), a.Rows, a.Columns, b.Columns);
        return product;
    }

    /// <summary><c>A B^T</c>, m x k times the transpose of n x k. Of A and itself it is symmetric to the last bit.</summary>
    public static Matrix OfTransposed(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows, b.Rows);
        fixed (double* target = product.Data, left = a.Data, right = b.Data)
            Run(Of(target, product.Columns), Of(left, a.Columns), Of(right, b.Columns).Transposed, a.Rows, a.Columns, b.Rows);
        return product;
    }

    /// <summary>Rows from <paramref name="first"/> on of <c>A A^T</c>, from the column <paramref name="first"/> on, into the first columns of a target of its own stride.</summary>
    public static void Gram(Matrix a, int first, int rows, Matrix target)
    {
        fixed (double* product = target.Data, factor = a.Data)
        {
            var from = Of(factor + (nint)first * a.Columns, a.Columns);
            Run(Of(product, target.Columns), from, from.Transposed, rows, a.Columns, a.Rows - first);
        }
    }

    /// <summary><c>target = A B</c>, or with <paramref name="add"/> <c>target + A B</c>, of matrices or their transposes.</summary>
    public static void Run(Matrix target, Matrix a, Matrix b, bool transposeA = false, bool transposeB = false, bool add = false)
    {
        fixed (double* product = target.Data, left = a.Data, right = b.Data)
        {
            View from = Of(left, a.Columns), with = Of(right, b.Columns);
            Run(Of(product, target.Columns), transposeA ? from.Transposed : from, transposeB ? with.Transposed : with,
                target.Rows, transposeA ? a.Rows : a.Columns, target.Columns, add);
        }
    }

    /// <summary><c>target = A B</c>, or with <paramref name="add"/> <c>target + A B</c>; A m x k, B k x n.</summary>
    public static void Run(View target, View a, View b, int m, int k, int n, bool add = false)
    {
        if (Vector512.IsHardwareAccelerated) BlockedProduct<Simd512, Vector512<double>>.Run(target, a, b, m, k, n, add);
        else BlockedProduct<Simd256, Vector256<double>>.Run(target, a, b, m, k, n, add);
    }

    private static View Of(double* data, int columns) => new(data, columns, 1);
}
