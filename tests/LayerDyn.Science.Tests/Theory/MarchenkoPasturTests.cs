using LayerDyn.Science.Numerics;
using LayerDyn.Science.Randomness;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

public sealed class MarchenkoPasturTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void Average_OfTheSpectrum_HasMassOneAndMeanOne(double ratio)
    {
        var spectrum = new MarchenkoPastur(ratio);
        Assert.Equal(1, spectrum.Average(0, 0), 1e-12);
        Assert.Equal(1, spectrum.Average(1, 0), 1e-12);
        Assert.Equal(1 + ratio, (spectrum.Average(1, 0) - spectrum.Average(1, 1e-6)) / 2e-6, 1e-4); // E nu^2
        Assert.Equal(Math.Max(0, 1 - 1 / ratio) / 2, spectrum.TestLoss(1e7), ratio == 1 ? 1e-3 : 1e-9);
    }

    [Theory]
    [InlineData(1e-4, 498)]
    [InlineData(1e-8, 928)]
    [InlineData(1e-16, 1054)]
    [InlineData(1e-30, 1094)]
    public void Delay_AtEqualLoss_ApproachesItsLimitSlowly(double loss, double expected)
    {
        // The losses are those of E (f - y)^2, twice ours.
        var spectrum = new MarchenkoPastur(0.9);
        Assert.Equal(expected, Time(spectrum.TestLoss) - Time(spectrum.TrainLoss), 0.5);
        Assert.Equal(1128, Math.Log(1 / spectrum.Lowest) / (2 * spectrum.Lowest), 0.5);

        double Time(Func<double, double> lossAt)
        {
            double low = 0, high = 1e6;
            for (int i = 0; i < 100; i++) (low, high) = 2 * lossAt((low + high) / 2) > loss ? ((low + high) / 2, high) : (low, (low + high) / 2);
            return low;
        }
    }

    [Theory]
    [InlineData(0.5, 0.012)]
    [InlineData(0.9, 0.012)]
    [InlineData(1.5, 0.012)]
    public void Losses_OfDrawnSamples_AreThePredictedOnes(double ratio, double relative)
    {
        // Averaged over the directions of Delta: the mean over the eigenvalues of X X^T / n.
        const int Inputs = 360;
        int samples = (int)(Inputs / ratio);
        var x = new Matrix(samples, Inputs);
        RandomStream.For("marchenko-pastur").FillNormal(x.Data);
        var covariance = LinearAlgebra.TransposedMultiply(x, x);
        LinearAlgebra.Scale(1.0 / samples, covariance.Data);
        double[] values = LinearAlgebra.SymmetricEigen(covariance).Values;
        var spectrum = new MarchenkoPastur(ratio);
        foreach (double time in new[] { 0.1, 0.5, 1, 5 })
        {
            Assert.Equal(1, values.Average(nu => Math.Exp(-2 * nu * time)) / 2 / spectrum.TestLoss(time), relative);
            Assert.Equal(1, values.Average(nu => nu * Math.Exp(-2 * nu * time)) / 2 / spectrum.TrainLoss(time), 3 * relative);
        }
    }

    [Fact]
    public void Accuracy_OfALoss_IsTheErrorFunction()
    {
        Assert.Equal(0.8427007929497149, MarchenkoPastur.Accuracy(0.01, 0.2), 1e-12); // erf(1)
        Assert.Equal(1, MarchenkoPastur.Accuracy(0, 0.2));
    }
}
