using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;

namespace LayerDyn.Science.Tests.Numerics;

/// <summary>The largest eigenvalue by products alone, against the eigenvalues that a matrix was made of.</summary>
public sealed class LanczosTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public void Largest_OfASmallMatrix_IsExact(int size)
    {
        double[] values = [.. Enumerable.Range(0, size).Select(i => -3 + 1.7 * i)];
        var (most, products) = Run(values);
        Assert.Equal(values[^1], most, 1e-4 * Math.Abs(values[^1]));
        Assert.InRange(products, 1, size);
    }

    [Fact]
    public void Largest_AboveABulk_IsFoundToTheToleranceInFewProducts()
    {
        var (most, products) = Run([.. Enumerable.Range(0, 300).Select(i => i / 300.0), 3, 7]);
        Assert.Equal(7, most, 7e-4);
        Assert.InRange(products, 3, 12);
    }

    [Fact]
    public void Largest_WithALargerNegativeEigenvalue_IsTheLargestBySign()
    {
        Assert.Equal(2, Run([-50, -1, 0.5, 2]).Most, 1e-9);
        Assert.Equal(-1, Run([-4, -3, -2, -1]).Most, 1e-9);
    }

    [Fact]
    public void Largest_OfZero_IsZero() => Assert.Equal(0, Run(new double[9]).Most);

    [Fact]
    public void Largest_OfWhatIsNotFinite_IsNaN() =>
        Assert.True(double.IsNaN(Lanczos.Largest((_, image) => image.Fill(double.PositiveInfinity), [1, 2, 3])));

    // Q diag(values) Q^T with a random orthogonal Q.
    private static (double Most, int Products) Run(double[] values)
    {
        int products = 0, n = values.Length;
        var q = LinearAlgebra.RandomOrthogonal(n, RandomStream.For("lanczos-test"));
        double[] start = new double[n];
        RandomStream.For("lanczos-test/start").FillNormal(start);
        double most = Lanczos.Largest((direction, image) =>
        {
            products++;
            image.Clear();
            for (int k = 0; k < n; k++) LinearAlgebra.AddMultiple(values[k] * LinearAlgebra.Dot(q.Row(k), direction), q.Row(k), image);
        }, start);
        Assert.InRange(products, 1, Lanczos.MostProducts);
        return (most, products);
    }
}
