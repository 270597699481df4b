using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory.Riccati;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The Riccati equation of two layers whose imbalance decays, against gradient flow, closed forms at its ends, and what is known of every time.</summary>
public sealed class DecayingImbalanceTests
{
    // in, hidden, out, lambda, rank of the target, decay.
    public static TheoryData<int, int, int, double, int, double> Cases => new()
    {
        { 2, 2, 2, 3, 2, 0.2 },
        { 2, 2, 2, -3, 2, 0.2 },
        { 2, 2, 2, 9, 1, 1 },
        { 3, 3, 5, 1.5, 3, 0.05 },
        { 5, 3, 3, -1.5, 3, 0.4 },
        { 3, 2, 5, 0.7, 3, 0.4 },
        { 5, 2, 3, -0.7, 2, 5 }, // nothing survives
        { 2, 2, 2, 1, 0, 0.3 }, // nothing to learn
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void WeightsAt_AnyTime_AreThoseOfGradientFlow(int inputs, int hidden, int outputs, double lambda, int rank, double decay)
    {
        var (w1, w2, sigma) = RiccatiSolutionTests.Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new DecayingImbalance(w1, w2, sigma, lambda, decay);
        double[] state = [.. w1.Data, .. w2.Data];
        var flow = new DormandPrince(state.Length, 1e-13, (at, rate) => Rate(at, rate, sigma, hidden, decay));
        double now = 0;
        foreach (double t in new[] { 0.1, 0.5, 2, 6, 20 })
        {
            Assert.True(flow.Advance(state, ref now, t));
            var expected = TwoLayerBlocks.Of(new(hidden, inputs, state[..w1.Data.Length]), new(outputs, hidden, state[w1.Data.Length..]));
            var (v1, v2) = solution.WeightsAt(t);
            var blocks = TwoLayerBlocks.Of(v1, v2);
            Assert.True(GradientDescent.MaxDifference(expected.Map, blocks.Map) <= 2e-11, $"map at {t}: {GradientDescent.MaxDifference(expected.Map, blocks.Map)}");
            Assert.True(GradientDescent.MaxDifference(expected.Input, blocks.Input) <= 2e-11, $"input at {t}: {GradientDescent.MaxDifference(expected.Input, blocks.Input)}");
            Assert.True(GradientDescent.MaxDifference(expected.Output, blocks.Output) <= 2e-11, $"output at {t}: {GradientDescent.MaxDifference(expected.Output, blocks.Output)}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WeightsAt_HardlyAnyDecay_AreTheClosedForm(int inputs, int hidden, int outputs, double lambda, int rank, double decay)
    {
        var (w1, w2, sigma) = RiccatiSolutionTests.Problem(inputs, hidden, outputs, lambda, rank);
        var (solution, closed) = (new DecayingImbalance(w1, w2, sigma, lambda, decay * 1e-16), new RiccatiSolution(w1, w2, sigma, lambda));
        foreach (double t in new[] { 0.5, 2, 8, 32 })
        {
            var (v1, v2) = solution.WeightsAt(t);
            Assert.True(GradientDescent.MaxDifference(closed.At(t).Map, TwoLayerBlocks.Of(v1, v2).Map) <= 1e-11, $"t = {t}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WeightsAt_AnyTime_HaveTheDecayedImbalanceAndEndAtTheSoftThreshold(int inputs, int hidden, int outputs, double lambda, int rank, double decay)
    {
        var (w1, w2, sigma) = RiccatiSolutionTests.Problem(inputs, hidden, outputs, lambda, rank);
        var solution = new DecayingImbalance(w1, w2, sigma, lambda, decay);
        foreach (double t in new[] { 0.5, 2, 10 })
        {
            var (v1, v2) = solution.WeightsAt(t);
            double expected = Math.Abs(lambda) * Math.Sqrt(hidden) * Math.Exp(-2 * decay * t);
            Assert.Equal(expected, LinearAlgebra.Norm(LinearAlgebra.Subtract(LinearAlgebra.TransposedMultiply(v2, v2), LinearAlgebra.MultiplyTransposed(v1, v1))), 1e-11);
        }

        var (end1, end2) = solution.WeightsAt(5e3);
        double[] singular = LinearAlgebra.SingularValues(LinearAlgebra.Multiply(end2, end1));
        for (int k = 0; k < singular.Length; k++)
            Assert.Equal(k < Math.Min(rank, hidden) ? Math.Max(3 / (1.0 + k) - decay, 0) : 0, singular[k], 1e-11);
    }

    // dW1 = W2^T (Sigma - W2 W1) - decay W1, dW2 = (Sigma - W2 W1) W1^T - decay W2.
    private static void Rate(ReadOnlySpan<double> state, Span<double> rate, Matrix sigma, int hidden, double decay)
    {
        int first = hidden * sigma.Columns;
        Matrix w1 = new(hidden, sigma.Columns, [.. state[..first]]), w2 = new(sigma.Rows, hidden, [.. state[first..]]);
        var error = LinearAlgebra.Subtract(sigma, LinearAlgebra.Multiply(w2, w1));
        LinearAlgebra.TransposedMultiply(w2, error).Data.CopyTo(rate);
        LinearAlgebra.MultiplyTransposed(error, w1).Data.CopyTo(rate[first..]);
        for (int i = 0; i < state.Length; i++) rate[i] -= decay * state[i];
    }
}
