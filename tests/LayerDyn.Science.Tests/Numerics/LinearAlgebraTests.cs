using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Numerics;

public sealed class LinearAlgebraTests
{
    private static Matrix Gaussian(int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"test/{rows}x{columns}").FillNormal(matrix.Data);
        return matrix;
    }

    private static double Distance(Matrix a, Matrix b) => LinearAlgebra.Norm(LinearAlgebra.Subtract(a, b));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 3)]
    [InlineData(3, 7)]
    [InlineData(20, 20)]
    public void Svd_AnyShape_RebuildsTheMatrixFromOrthonormalFactors(int rows, int columns)
    {
        var a = Gaussian(rows, columns);
        var (u, s, vt) = LinearAlgebra.Svd(a);
        int rank = Math.Min(rows, columns);
        var scaled = new Matrix(rows, rank);
        for (int i = 0; i < rows; i++)
            for (int k = 0; k < rank; k++) scaled[i, k] = u[i, k] * s[k];

        Assert.True(Distance(LinearAlgebra.Multiply(scaled, vt), a) < 1e-12);
        Assert.True(Distance(LinearAlgebra.TransposedMultiply(u, u), LinearAlgebra.Identity(rank)) < 1e-12);
        Assert.True(Distance(LinearAlgebra.MultiplyTransposed(vt, vt), LinearAlgebra.Identity(rank)) < 1e-12);
        Assert.Equal(s.OrderDescending(), s);
        Assert.Equal(s.Length, LinearAlgebra.SingularValues(a).Length);
        for (int k = 0; k < rank; k++) Assert.Equal(s[k], LinearAlgebra.SingularValues(a)[k], 1e-12);
    }

    [Fact]
    public void SymmetricEigen_KnownMatrix_GivesAscendingValuesAndPositiveLargestComponents()
    {
        var (values, vectors) = LinearAlgebra.SymmetricEigen(new Matrix(2, 2, [2, -1, -1, 2]));

        Assert.Equal(1, values[0], 1e-14);
        Assert.Equal(3, values[1], 1e-14);
        Assert.Equal(Math.Sqrt(0.5), vectors[0, 0], 1e-14);
        Assert.Equal(Math.Sqrt(0.5), vectors[1, 0], 1e-14);
        Assert.Equal(-0.5, vectors[0, 1] * vectors[1, 1], 1e-14);
    }

    [Fact]
    public void Decompositions_WithComponentsEqualButForRounding_TakeTheSignOfTheFirst()
    {
        // Of (1, -1) / sqrt(2), the last bit decides which component is larger.
        for (int n = 1; n <= 200; n++)
        {
            double a = 1.0 / n + 1, b = Math.Sqrt(n);
            var symmetric = new Matrix(2, 2, [a, b, b, a]);
            var vectors = LinearAlgebra.SymmetricEigen(symmetric).Vectors;
            Assert.True(vectors[0, 0] > 0 && vectors[0, 1] > 0, $"eigenvectors at {n}");
            var u = LinearAlgebra.Svd(symmetric).U;
            Assert.True(u[0, 0] > 0 && u[0, 1] > 0, $"singular vectors at {n}");
        }
    }

    [Fact]
    public void SymmetricEigen_NotFinite_GivesNaN() =>
        Assert.True(double.IsNaN(LinearAlgebra.SymmetricEigen(new Matrix(1, 1, [double.NaN])).Values[0]));

    [Theory]
    [InlineData(6, 4)]
    [InlineData(4, 6)]
    public void PseudoInverse_RankDeficient_SatisfiesPenrose(int rows, int columns)
    {
        var a = LinearAlgebra.Multiply(Gaussian(rows, 2), Gaussian(2, columns));
        var inverse = LinearAlgebra.PseudoInverse(a);

        Assert.True(Distance(LinearAlgebra.Multiply(LinearAlgebra.Multiply(a, inverse), a), a) < 1e-11);
        Assert.True(Distance(LinearAlgebra.Multiply(LinearAlgebra.Multiply(inverse, a), inverse), inverse) < 1e-11);
        var projection = LinearAlgebra.Multiply(a, inverse);
        Assert.True(Distance(projection, LinearAlgebra.Transpose(projection)) < 1e-11);
    }

    [Fact]
    public void RandomOrthogonal_AnyStream_HasOrthonormalRows()
    {
        var q = LinearAlgebra.RandomOrthogonal(30, RandomStream.For("test/orthogonal"));
        Assert.True(Distance(LinearAlgebra.MultiplyTransposed(q, q), LinearAlgebra.Identity(30)) < 1e-13);
    }

    [Fact]
    public void Norm_OfAProduct_IsTheTraceForm()
    {
        var (a, b) = (Gaussian(3, 5), Gaussian(3, 5));
        Assert.Equal(LinearAlgebra.Trace(LinearAlgebra.TransposedMultiply(a, b)), LinearAlgebra.Inner(a, b), 1e-12);
    }
}
