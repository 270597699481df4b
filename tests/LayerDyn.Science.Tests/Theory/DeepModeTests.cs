using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Tests.Theory;

public sealed class DeepModeTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public void Strengths_Balanced_SatisfyTheImplicitSolution(int depth)
    {
        // t = integral of du / (L u^(2 - 2/L) v (S - u)), by the midpoint rule in ln u.
        const double U0 = 0.05, S = 1.5, V = 0.8;
        double[] times = [0.3, 0.6, 1, 1.4];
        double[] strengths = DeepMode.BalancedStrengths(depth, U0, S, V, times);
        for (int i = 0; i < times.Length; i++)
        {
            const int N = 20000;
            double from = Math.Log(U0), step = (Math.Log(strengths[i]) - from) / N, t = 0;
            for (int k = 0; k < N; k++)
            {
                double u = Math.Exp(from + (k + 0.5) * step);
                t += step * u / (depth * Math.Pow(u, 2 - 2.0 / depth) * V * (S - u));
            }

            Assert.Equal(times[i], t, 1e-6);
        }
    }

    [Fact]
    public void Strengths_OfDepthTwo_AreTheSigmoid()
    {
        double[] times = [0, 0.5, 1, 3, 8, 1e9];
        double[] deep = DeepMode.BalancedStrengths(2, 0.01, 2, 0.6, times);
        for (int i = 0; i < times.Length; i++) Assert.Equal(SigmoidMode.Strength(0.01, 2, 0.6, times[i]), deep[i], 1e-10);
    }

    [Theory]
    [InlineData(1.0, new[] { 0.5, 0.5, 0.5 })]
    [InlineData(-2.0, new[] { 0.5, -0.1, 0.9 })]
    [InlineData(1.5, new[] { 0.9, 0.3, 0.5, 0.7 })]
    public void Weights_AgainstGradientDescent_ErrorHalvesWithTheStep(double target, double[] initial)
    {
        double[] times = [0.7, 2.5];
        double[][] exact = DeepMode.Weights(initial, target, 1.2, times);
        for (int i = 0; i < times.Length; i++)
        {
            double Error(double rate) => GradientDescent.Mode(initial, target, 1.2, times[i], rate).Zip(exact[i], (a, b) => Math.Abs(a - b)).Max();
            Assert.InRange(Error(0.001) / Error(0.0005), 1.9, 2.1);
        }
    }

    [Fact]
    public void Strengths_AtLargeTimes_AreTheTarget()
    {
        double[] strengths = DeepMode.BalancedStrengths(4, 0.01, 3, 1, [1e3, 1e9, 1e300]);
        foreach (double strength in strengths) Assert.Equal(3, strength, 1e-13);
    }

    [Fact]
    public void Strengths_FromZero_StayZero() => Assert.Equal(0, DeepMode.BalancedStrengths(3, 0, 3, 1, [100.0])[0]);
}
