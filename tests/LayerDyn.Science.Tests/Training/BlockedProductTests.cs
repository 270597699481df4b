using System.Runtime.Intrinsics;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Training;
using LayerDyn.Science.Training.Linear;

namespace LayerDyn.Science.Tests.Training;

public sealed unsafe class BlockedProductTests
{
    // Below, at and beyond the tiles and the blocks, in each of the three sizes.
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 3, 7)]
    [InlineData(10, 500, 16)]
    [InlineData(10, 193, 70)]
    [InlineData(12, 192, 33)]
    [InlineData(13, 64, 40)]
    [InlineData(25, 17, 1)]
    [InlineData(241, 30, 35)]
    [InlineData(500, 385, 10)]
    [InlineData(500, 7, 17)]
    [InlineData(97, 200, 100)]
    public void Run_AnySizeAndLayout_SumsInAscendingOrderWhateverTheWidth(int m, int k, int n)
    {
        Matrix a = Gaussian(m, k, 1), b = Gaussian(k, n, 2), start = Gaussian(m, n, 3);
        foreach (bool add in new[] { false, true })
        {
            var expected = new Matrix(m, n);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    double sum = add ? start[i, j] : 0;
                    for (int p = 0; p < k; p++) sum = Math.FusedMultiplyAdd(a[i, p], b[p, j], sum);
                    expected[i, j] = sum;
                }

            foreach (int layout in Enumerable.Range(0, 8))
            {
                Assert.Equal(expected.Data, Product<Simd256, Vector256<double>>(a, b, start, add, layout).Data);
                Assert.Equal(expected.Data, Product<Simd512, Vector512<double>>(a, b, start, add, layout).Data);
            }
        }
    }

    // A bit of the layout for each of A, B and the target: whether it lies in memory as its transpose.
    private static Matrix Product<TS, TV>(Matrix a, Matrix b, Matrix start, bool add, int layout)
        where TS : struct, IVectors<TV, double>
        where TV : unmanaged
    {
        bool turnA = (layout & 1) != 0, turnB = (layout & 2) != 0, turnTarget = (layout & 4) != 0;
        Matrix left = turnA ? LinearAlgebra.Transpose(a) : a, right = turnB ? LinearAlgebra.Transpose(b) : b;
        var target = LinearAlgebra.Transpose(turnTarget ? start : LinearAlgebra.Transpose(start));
        fixed (double* t = target.Data, l = left.Data, r = right.Data)
            BlockedProduct<TS, TV>.Run(Of(t, target, turnTarget), Of(l, left, turnA), Of(r, right, turnB), a.Rows, a.Columns, b.Columns, add);
        return turnTarget ? LinearAlgebra.Transpose(target) : target;
    }

    private static View Of(double* data, Matrix matrix, bool turned) => turned ? new View(data, matrix.Columns, 1).Transposed : new View(data, matrix.Columns, 1);

    private static Matrix Gaussian(int rows, int columns, int seed)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"blocked/{seed}").FillNormal(matrix.Data);
        return matrix;
    }
}
