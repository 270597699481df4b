using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Numerics;

public sealed class GramTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 4, 512)]
    [InlineData(5, 7, 1030)]
    [InlineData(9, 3, 37)]
    public void MultiplyTransposed_IntoAPlace_AddsTheProductThereOnly(int rows, int columns, int length)
    {
        Matrix a = Normal("a", rows, length), b = Normal("b", columns, length), target = new(rows + 3, columns + 2);
        Array.Fill(target.Data, 1);
        LinearAlgebra.MultiplyTransposed(a, b, target, 2, 1);
        for (int i = 0; i < target.Rows; i++)
            for (int j = 0; j < target.Columns; j++)
            {
                bool isInside = i >= 2 && i < rows + 2 && j >= 1 && j < columns + 1;
                double product = isInside ? a.Row(i - 2).ToArray().Zip(b.Row(j - 1).ToArray(), (x, y) => x * y).Sum() : 0;
                Assert.Equal(1 + product, target[i, j], 1e-10);
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(11)]
    public void MultiplyTransposed_OfOneMatrixMirrored_IsItsGramMatrix(int rows)
    {
        var a = Normal("gram", rows, 600);
        var gram = new Matrix(rows, rows);
        LinearAlgebra.MultiplyTransposed(a, a, gram, 0, 0);
        LinearAlgebra.MirrorUpper(gram);
        var expected = LinearAlgebra.MultiplyTransposed(a, a);
        for (int i = 0; i < gram.Data.Length; i++) Assert.Equal(expected.Data[i], gram.Data[i], 1e-10);
    }

    private static Matrix Normal(string name, int rows, int columns)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.For($"gram-test/{name}").FillNormal(matrix.Data);
        return matrix;
    }
}
