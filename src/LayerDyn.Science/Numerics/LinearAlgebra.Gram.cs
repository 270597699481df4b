using System.Runtime.Intrinsics;

namespace LayerDyn.Science.Numerics;

public static partial class LinearAlgebra
{
    // Columns taken at a time, so that the rows' parts stay in the processor's cache.
    private const int ColumnsAPass = 512;

    /// <summary>
    /// Adds A B^T to <paramref name="target"/> from <paramref name="row"/> and <paramref name="column"/> on: for few rows of very many
    /// columns, such as Jacobians. The order of summation of an element does not depend on where the element stands.
    /// </summary>
    /// <remarks>Of A A^T at a place on the diagonal only the upper triangle is sure to be added: <see cref="MirrorUpper"/> does the rest.</remarks>
    /// <exception cref="ArgumentException">A and B differ in columns, or the target is too small.</exception>
    public static void MultiplyTransposed(Matrix a, Matrix b, Matrix target, int row, int column)
    {
        if (a.Columns != b.Columns) throw new ArgumentException($"{a.Rows}x{a.Columns} times the transpose of {b.Rows}x{b.Columns}");
        if (row + a.Rows > target.Rows || column + b.Rows > target.Columns)
            throw new ArgumentException($"{a.Rows}x{b.Rows} at ({row}, {column}) does not fit into {target.Rows}x{target.Columns}");
        bool isSymmetric = ReferenceEquals(a, b) && row == column;
        for (int start = 0; start < a.Columns; start += ColumnsAPass)
        {
            int length = Math.Min(ColumnsAPass, a.Columns - start);
            for (int i = 0; i < a.Rows; i += 2)
                for (int j = 0; j < b.Rows; j += 4)
                {
                    if (isSymmetric && j + 3 < i) continue;
                    if (i + 2 <= a.Rows && j + 4 <= b.Rows)
                    {
                        AddTwoByFour(a, b, target, row, column, i, j, start, length);
                        continue;
                    }

                    for (int r = i; r < Math.Min(i + 2, a.Rows); r++)
                        for (int c = j; c < Math.Min(j + 4, b.Rows); c++)
                            target[row + r, column + c] += Dot(a.Row(r).Slice(start, length), b.Row(c).Slice(start, length));
                }
        }
    }

    /// <summary>Copies the upper triangle of a square matrix to the lower one.</summary>
    public static void MirrorUpper(Matrix a)
    {
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < i; j++) a[i, j] = a[j, i];
    }

    // Eight inner products that share their loads; each is summed as Dot sums.
    private static void AddTwoByFour(Matrix a, Matrix b, Matrix target, int row, int column, int i, int j, int start, int length)
    {
        ReadOnlySpan<double> a0 = a.Row(i).Slice(start, length), a1 = a.Row(i + 1).Slice(start, length);
        ReadOnlySpan<double> b0 = b.Row(j).Slice(start, length), b1 = b.Row(j + 1).Slice(start, length);
        ReadOnlySpan<double> b2 = b.Row(j + 2).Slice(start, length), b3 = b.Row(j + 3).Slice(start, length);
        Vector256<double> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        int k = 0;
        for (; k + 4 <= length; k += 4)
        {
            Vector256<double> x0 = Vector256.Create(a0.Slice(k, 4)), x1 = Vector256.Create(a1.Slice(k, 4));
            var y = Vector256.Create(b0.Slice(k, 4));
            (s00, s10) = (Vector256.FusedMultiplyAdd(x0, y, s00), Vector256.FusedMultiplyAdd(x1, y, s10));
            y = Vector256.Create(b1.Slice(k, 4));
            (s01, s11) = (Vector256.FusedMultiplyAdd(x0, y, s01), Vector256.FusedMultiplyAdd(x1, y, s11));
            y = Vector256.Create(b2.Slice(k, 4));
            (s02, s12) = (Vector256.FusedMultiplyAdd(x0, y, s02), Vector256.FusedMultiplyAdd(x1, y, s12));
            y = Vector256.Create(b3.Slice(k, 4));
            (s03, s13) = (Vector256.FusedMultiplyAdd(x0, y, s03), Vector256.FusedMultiplyAdd(x1, y, s13));
        }

        Add(s00, a0, b0, 0, 0);
        Add(s01, a0, b1, 0, 1);
        Add(s02, a0, b2, 0, 2);
        Add(s03, a0, b3, 0, 3);
        Add(s10, a1, b0, 1, 0);
        Add(s11, a1, b1, 1, 1);
        Add(s12, a1, b2, 1, 2);
        Add(s13, a1, b3, 1, 3);

        void Add(Vector256<double> sums, ReadOnlySpan<double> x, ReadOnlySpan<double> y, int r, int c)
        {
            double sum = sums[0] + sums[1] + sums[2] + sums[3];
            for (int rest = k; rest < length; rest++) sum = Math.FusedMultiplyAdd(x[rest], y[rest], sum);
            target[row + i + r, column + j + c] += sum;
        }
    }
}
