using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Tests.Theory;

public sealed class PairModeTests
{
    [Theory]
    [InlineData(0.1, 0.1, 3, 1)] // balanced: sigmoid
    [InlineData(0.01, 0.01, 1, 2)]
    [InlineData(2, 0.1, 1.5, 0.5)]
    [InlineData(-0.3, 1.2, -2, 1)] // negative target, opposite signs
    [InlineData(-0.5, 0.2, 2, 1)] // starts with the wrong sign
    [InlineData(1, 2, 0, 1)] // zero target
    [InlineData(1.5, 1.5, 0, 1)]
    [InlineData(0, 1, 2, 1)]
    public void Weights_AgainstGradientDescent_ErrorHalvesWithTheStep(double a, double b, double target, double variance)
    {
        foreach (double t in new[] { 0.3, 1.0, 4.0 })
        {
            var (exactA, exactB) = new PairMode(a, b, target, variance).Weights(t);
            double coarse = Error(0.001), fine = Error(0.0005);
            Assert.InRange(coarse, 0, 5e-3);
            if (coarse > 1e-9) Assert.InRange(coarse / fine, 1.9, 2.1);

            double Error(double rate)
            {
                double[] w = GradientDescent.Mode([a, b], target, variance, t, rate);
                return Math.Max(Math.Abs(w[0] - exactA), Math.Abs(w[1] - exactB));
            }
        }
    }

    [Theory]
    [InlineData(0.3, -0.7, 2)]
    [InlineData(1e-8, 1e-8, 5)]
    [InlineData(3, 0.1, -1)]
    public void Weights_AtZeroAndInfiniteTime_AreTheInitialOnesAndTheTarget(double a, double b, double target)
    {
        var mode = new PairMode(a, b, target, 1);
        var start = mode.Weights(0);
        Assert.Equal(a, start.A, 1e-14);
        Assert.Equal(b, start.B, 1e-14);
        Assert.Equal(target, mode.Strength(1e9), 1e-13);
        var end = mode.Weights(1e300);
        Assert.Equal(a * a - b * b, end.A * end.A - end.B * end.B, 1e-12);
    }

    [Fact]
    public void Strength_AgainstTheOrdinaryDifferentialEquation_AgreesToElevenDigits()
    {
        const double A0 = 0.9, B0 = 0.02, S = 1.7, Variance = 0.8, C = A0 * A0 - B0 * B0;
        var solver = new DormandPrince(1, 1e-13, (u, rate) => rate[0] = Variance * (S - u[0]) * Math.Sqrt(C * C + 4 * u[0] * u[0]));
        double[] state = [A0 * B0];
        double now = 0;
        foreach (double t in new[] { 0.1, 0.5, 1, 2, 5, 20 })
        {
            Assert.True(solver.Advance(state, ref now, t));
            Assert.Equal(state[0], new PairMode(A0, B0, S, Variance).Strength(t), 1e-11);
        }
    }

    [Fact]
    public void Strength_NearlyBalanced_IsContinuousInTheImbalance()
    {
        double balanced = new PairMode(0.1, 0.1, 2, 1).Strength(1.3);
        Assert.Equal(balanced, new PairMode(0.1 + 1e-12, 0.1, 2, 1).Strength(1.3), 1e-10);
    }

    // A mode that has learnt -S unlearns it through its imbalance alone: the time to S/2 is about ln(2 sqrt(2) S / |C|) / S.
    [Theory]
    [InlineData(1e-2, 5.64485, 5e-6, 5e-5)]
    [InlineData(-1e-4, 10.25006, 5e-6, 1e-8)]
    [InlineData(1e-6, 14.855231328803, 1e-9, 1e-9)]
    public void Strength_OfAReversedTarget_CrossesWhenTheImbalanceSays(double imbalance, double expected, double digits, double asymptotic)
    {
        const double S = 1;
        double big = Math.Sqrt((Math.Abs(imbalance) + Math.Sqrt(imbalance * imbalance + 4 * S * S)) / 2);
        var mode = imbalance > 0 ? new PairMode(big, -S / big, S, 1) : new PairMode(-S / big, big, S, 1);
        double low = 0, high = 100;
        for (int i = 0; i < 100; i++)
        {
            double middle = (low + high) / 2;
            if (mode.Strength(middle) < S / 2) low = middle;
            else high = middle;
        }

        // dt = du / ((S - u) sqrt(C^2 + 4 u^2)) with y = exp(asinh(2u/|C|)), of the imbalance that the weights have in doubles.
        double c = (big + S / big) * Math.Abs(big - S / big), r = Math.Sqrt(c * c + 4 * S * S), less = c * c / (r + 2 * S);
        double Odds(double u) => u < 0
            ? (c * (c / (Math.Sqrt(c * c + 4 * u * u) - 2 * u)) + less) / (2 * S + r - c * (c / (Math.Sqrt(c * c + 4 * u * u) - 2 * u)))
            : (2 * u + Math.Sqrt(c * c + 4 * u * u) + less) / (2 * S + r - 2 * u - Math.Sqrt(c * c + 4 * u * u));
        Assert.Equal(Math.Log(Odds(S / 2) / Odds(-S)) / r, low, 1e-12);
        Assert.Equal(expected, low, digits);
        Assert.Equal(Math.Log(2 * Math.Sqrt(2) * S / Math.Abs(imbalance)) / S, low, asymptotic);
    }

    [Fact]
    public void Strength_OfAReversedTargetWithoutImbalance_NeverCrosses() =>
        Assert.Equal(0, new PairMode(1, -1, 1, 1).Strength(1e6), 1e-15);

    [Theory]
    [InlineData(0.01, 1.0)]
    [InlineData(1e-6, 4.0)]
    [InlineData(3.0, 1.0)]
    public void Sigmoid_AgainstItsFormula_Agrees(double u0, double s)
    {
        foreach (double t in new[] { 0.0, 0.1, 1, 3, 10 })
            Assert.Equal(s / (1 + (s / u0 - 1) * Math.Exp(-2 * s * 0.7 * t)), SigmoidMode.Strength(u0, s, 0.7, t), 1e-13);
        Assert.Equal(s, SigmoidMode.Strength(u0, s, 0.7, 1e9), 1e-14);
    }

    [Fact]
    public void Sigmoid_FromZeroOrWithoutInput_StaysForEver()
    {
        Assert.Equal(0, SigmoidMode.Strength(0, 2, 1, 1e9));
        Assert.Equal(0.3, SigmoidMode.Strength(0.3, 2, 0, 1e9), 1e-15);
    }

    [Fact]
    public void EmergenceTime_OfHalf_IsWhereTheStrengthIsHalf() =>
        Assert.Equal(1.5, SigmoidMode.Strength(1e-4, 3, 0.5, SigmoidMode.EmergenceTime(1e-4, 3, 0.5)), 1e-12);

    [Fact]
    public void Exponential_AgainstGradientDescent_ErrorHalvesWithTheStep()
    {
        double exact = ExponentialMode.Strength(-0.4, 2, 0.7, 1.5);
        double Error(double rate) => Math.Abs(GradientDescent.Mode([-0.4], 2, 0.7, 1.5, rate)[0] - exact);
        Assert.InRange(Error(0.001) / Error(0.0005), 1.95, 2.05);
        Assert.Equal(-0.4, ExponentialMode.Strength(-0.4, 2, 0.7, 0));
        Assert.Equal(2, ExponentialMode.Strength(-0.4, 2, 0.7, 1e9), 1e-15);
    }
}
