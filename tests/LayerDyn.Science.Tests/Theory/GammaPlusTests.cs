using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

public sealed class GammaPlusTests
{
    [Theory]
    [InlineData(0.05, 1, 2)] // rich
    [InlineData(1, 0.5, 20)] // lazy
    [InlineData(0.3, -1, 5)] // negative target
    [InlineData(0.5, 3, 1)] // one unit
    public void Value_AgainstTraining_IsTheGrowthToOneInAThousand(double scale, double target, int units)
    {
        // f(x) = x/Z sum a_i b_i trained at x = 1 to y = S by gradient descent.
        double z = Math.Sqrt(units);
        double[] a = new double[units], b = new double[units];
        RandomStream.For($"gamma/{units}/a").FillNormal(a);
        RandomStream.For($"gamma/{units}/b").FillNormal(b);
        for (int i = 0; i < units; i++) (a[i], b[i]) = (scale * a[i], scale * b[i]);
        double predicted = GammaPlus.Of(a, b, z, target).Value, start = Growing();
        const double Rate = 2e-4;
        for (int step = 0; step < 400_000; step++)
        {
            double error = (a.Zip(b, (x, y) => x * y).Sum() / z - target) / z;
            if (Math.Abs(error) < 1e-10) break;
            for (int i = 0; i < units; i++) (a[i], b[i]) = (a[i] - Rate * error * b[i], b[i] - Rate * error * a[i]);
        }

        Assert.Equal(1, Growing() / start / predicted, 1e-3);

        double Growing() => a.Zip(b, (x, y) => (x + y) * (x + y)).Sum();
    }

    [Fact]
    public void Of_KnownWeights_GivesTheDefinitions()
    {
        var gamma = GammaPlus.Of([1, 2], [3, -1], 2, 4);
        Assert.Equal((15.0 / 4, 0.5, 15.0 / 16), (gamma.Sigma0, gamma.P0, gamma.WeightToTargetRatio));
        Assert.Equal((4 + Math.Sqrt(225.0 / 16 - 0.25 + 16)) / 4.25, gamma.Value, 1e-14);
    }

    [Fact]
    public void Value_AlreadyAtTheTarget_IsOne() => Assert.Equal(1, new GammaPlus(3, 2, 2).Value, 1e-15);

    [Fact]
    public void LinearFlow_AgainstGradientDescent_ErrorHalvesWithTheStep()
    {
        const int In = 4, Out = 2, N = 3; // fewer samples than inputs: Sigma_xx is singular
        Matrix x = Random(In, N), y = Random(Out, N), start = Random(Out, In);
        Matrix xx = LinearAlgebra.Multiply(x, LinearAlgebra.Transpose(x)), yx = LinearAlgebra.Multiply(y, LinearAlgebra.Transpose(x));
        var flow = new LinearFlow(start, yx, xx);
        var exact = flow.At(0.6);
        double coarse = Error(0.001), fine = Error(0.0005);
        Assert.InRange(coarse, 0, 1e-2);
        Assert.InRange(coarse / fine, 1.95, 2.05);
        Assert.True(GradientDescent.MaxDifference(start, flow.At(0)) < 1e-14);
        // At infinite time the data are fitted.
        Assert.True(GradientDescent.MaxDifference(y, LinearAlgebra.Multiply(flow.At(1e9), x)) < 1e-6);

        double Error(double rate)
        {
            var w = new Matrix(Out, In, [.. start.Data]);
            for (int step = 0; step < (int)Math.Round(0.6 / rate); step++)
            {
                var product = LinearAlgebra.Multiply(w, xx);
                for (int i = 0; i < w.Data.Length; i++) w.Data[i] -= rate * (product.Data[i] - yx.Data[i]);
            }

            return GradientDescent.MaxDifference(w, exact);
        }

        static Matrix Random(int rows, int columns)
        {
            var matrix = new Matrix(rows, columns);
            RandomStream.For($"flow/{rows}/{columns}").FillNormal(matrix.Data);
            return matrix;
        }
    }
}
