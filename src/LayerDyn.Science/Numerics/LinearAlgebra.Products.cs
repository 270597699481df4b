using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Numerics;

public static partial class LinearAlgebra
{
    /// <summary>The product A B^T.</summary>
    public static Matrix MultiplyTransposed(Matrix a, Matrix b)
    {
        if (a.Columns != b.Columns) throw new ArgumentException($"{a.Rows}x{a.Columns} times the transpose of {b.Rows}x{b.Columns}");
        var product = new Matrix(a.Rows, b.Rows);
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < b.Rows; j++) product[i, j] = Dot(a.Row(i), b.Row(j));
        return product;
    }

    /// <summary>The product A^T B.</summary>
    public static Matrix TransposedMultiply(Matrix a, Matrix b)
    {
        if (a.Rows != b.Rows) throw new ArgumentException($"the transpose of {a.Rows}x{a.Columns} times {b.Rows}x{b.Columns}");
        var product = new Matrix(a.Columns, b.Columns);
        for (int k = 0; k < a.Rows; k++)
            for (int i = 0; i < a.Columns; i++) AddMultiple(a[k, i], b.Row(k), product.Row(i));

        return product;
    }

    /// <summary>The difference A - B.</summary>
    public static Matrix Subtract(Matrix a, Matrix b)
    {
        if (a.Rows != b.Rows || a.Columns != b.Columns) throw new ArgumentException($"{a.Rows}x{a.Columns} minus {b.Rows}x{b.Columns}");
        var difference = new Matrix(a.Rows, a.Columns);
        for (int i = 0; i < a.Data.Length; i++) difference.Data[i] = a.Data[i] - b.Data[i];
        return difference;
    }

    /// <summary>The n x n identity.</summary>
    public static Matrix Identity(int n)
    {
        var identity = new Matrix(n, n);
        for (int i = 0; i < n; i++) identity[i, i] = 1;
        return identity;
    }

    /// <summary>The trace.</summary>
    public static double Trace(Matrix a)
    {
        double sum = 0;
        for (int i = 0; i < Math.Min(a.Rows, a.Columns); i++) sum += a[i, i];
        return sum;
    }

    /// <summary>The Frobenius inner product <c>tr(A^T B)</c>.</summary>
    public static double Inner(Matrix a, Matrix b) => Dot(a.Data, b.Data);

    /// <summary>The Frobenius norm.</summary>
    public static double Norm(Matrix a) => Math.Sqrt(Inner(a, a));

    /// <summary>The inner product of two vectors: four interleaved sums, then their sum, on every machine.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (b.Length < a.Length) throw new ArgumentException($"{a.Length} and {b.Length} values", nameof(b));
        ref double left = ref MemoryMarshal.GetReference(a), right = ref MemoryMarshal.GetReference(b);
        var sums = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - 4; i += 4)
            sums = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref left, (nuint)i), Vector256.LoadUnsafe(ref right, (nuint)i), sums);
        double sum = sums[0] + sums[1] + sums[2] + sums[3];
        for (; i < a.Length; i++) sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary><c>target += factor * source</c>, each element with one rounding.</summary>
    public static void AddMultiple(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        if (target.Length < source.Length) throw new ArgumentException($"{source.Length} and {target.Length} values", nameof(target));
        ref double from = ref MemoryMarshal.GetReference(source), to = ref MemoryMarshal.GetReference(target);
        var factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= source.Length - 4; i += 4)
            Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref from, (nuint)i), Vector256.LoadUnsafe(ref to, (nuint)i))
                .StoreUnsafe(ref to, (nuint)i);
        for (; i < source.Length; i++) target[i] = Math.FusedMultiplyAdd(factor, source[i], target[i]);
    }

    /// <summary><c>target *= factor</c>.</summary>
    public static void Scale(double factor, Span<double> target)
    {
        ref double to = ref MemoryMarshal.GetReference(target);
        var factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= target.Length - 4; i += 4) (Vector256.LoadUnsafe(ref to, (nuint)i) * factors).StoreUnsafe(ref to, (nuint)i);
        for (; i < target.Length; i++) target[i] *= factor;
    }

    /// <summary>
    /// An n x n orthogonal matrix from the uniform (Haar) distribution: a Gaussian matrix, row by row made orthonormal. The
    /// singular vectors of a product of Gaussian matrices have this distribution.
    /// </summary>
    public static Matrix RandomOrthogonal(int n, RandomStream stream)
    {
        var matrix = new Matrix(n, n);
        stream.FillNormal(matrix.Data);
        OrthonormaliseRows(matrix);
        return matrix;
    }

    /// <summary>
    /// Makes the rows orthonormal in place, in order (Gram-Schmidt, each row twice: "twice is enough", Kahan-Parlett).
    /// </summary>
    /// <exception cref="ArgumentException">There are more rows than columns.</exception>
    public static void OrthonormaliseRows(Matrix a)
    {
        if (a.Rows > a.Columns) throw new ArgumentException($"{a.Rows} rows of {a.Columns} values cannot be orthonormal", nameof(a));
        for (int i = 0; i < a.Rows; i++)
        {
            var row = a.Row(i);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    var other = a.Row(j);
                    double overlap = Dot(row, other);
                    AddMultiple(-overlap, other, row);
                }

                double norm = Math.Sqrt(Dot(row, row));
                for (int k = 0; k < row.Length; k++) row[k] /= norm;
            }
        }
    }
}
