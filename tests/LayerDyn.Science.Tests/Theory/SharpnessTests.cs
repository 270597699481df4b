using LayerDyn.Science.Experiments;
using LayerDyn.Science.Theory;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>The curvature of a minimum, held against gradient descent: it says below which learning rate training diverges.</summary>
public sealed class SharpnessTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(-9, 1, 1)]
    [InlineData(2, 0.5, 4)]
    public void AtMinimum_OfTwoLayers_IsTheSumOfTheirSquares(double imbalance, double target, double variance)
    {
        // a^2 - b^2 = C and a b = S by bisection on a.
        double low = 0, high = 100;
        for (int i = 0; i < 200; i++)
        {
            double middle = (low + high) / 2;
            if (middle * middle - target * target / (middle * middle) < imbalance) low = middle;
            else high = middle;
        }

        double expected = variance * (low * low + target * target / (low * low));
        Assert.Equal(expected, Sharpness.AtMinimum(Bind(2, imbalance, $"[{target}]", $"[{variance}]"))!.Value, 1e-9);
    }

    [Fact]
    public void AtMinimum_OfSeveralModes_IsTheSteepest() =>
        Assert.Equal(Math.Sqrt(1 + 4 * 9), Sharpness.AtMinimum(Bind(2, 1, "[1, 3, 2]", "[]"))!.Value, 1e-12);

    [Fact]
    public void AtMinimum_OfMseMean_IsTwice() =>
        Assert.Equal(4, Sharpness.AtMinimum(Bind(2, 0, "[1]", "[]", loss: "mse-mean"))!.Value, 1e-12);

    [Theory]
    [InlineData(1, 0, 0.99, 1.01)]
    [InlineData(2, 0, 0.9, 1.15)]
    [InlineData(2, 4, 0.9, 1.15)]
    [InlineData(2, -9, 0.9, 1.15)]
    public void DivergesAbove_GradientDescent_DoesSoThere(int depth, double imbalance, double below, double above)
    {
        var experiment = Bind(depth, imbalance, "[1]", "[]");
        double limit = Sharpness.DivergesAbove(experiment)!.Value / Sharpness.AtMinimum(experiment)!.Value;
        Assert.False(Diverges(below * limit));
        Assert.True(Diverges(above * limit));

        bool Diverges(double rate)
        {
            double larger = (Math.Abs(imbalance) + Math.Sqrt(imbalance * imbalance + 0.04)) / 2, big = Math.Sqrt(larger), small = 0.1 / big;
            double[] w = depth == 1 ? [0.1] : imbalance < 0 ? [small, big] : [big, small];
            for (int step = 0; step < 2000 && w.All(weight => Math.Abs(weight) < 1e6); step++)
            {
                double error = w.Aggregate(1.0, (product, weight) => product * weight) - 1;
                w = depth == 1 ? [w[0] - rate * error] : [w[0] - rate * error * w[1], w[1] - rate * error * w[0]];
            }

            return w.Any(weight => !(Math.Abs(weight) < 1e6));
        }
    }

    [Theory]
    [InlineData("{ 'kind': 'gd', 'learningRate': 0.1, 'momentum': 0.9 }")]
    [InlineData("{ 'kind': 'adam', 'learningRate': 0.1 }")]
    public void DivergesAbove_WithoutAFormula_IsNull(string optimizer) => Assert.Null(Sharpness.DivergesAbove(Bind(2, 0, "[1]", "[]", optimizer: optimizer)));

    private static Experiment Bind(
        int depth, double imbalance, string coefficients, string variances, string loss = "mse", string optimizer = "{ 'kind': 'gd', 'learningRate': 0.1 }") =>
        Spec.Bind($$"""
            {
              'model': { 'kind': 'diagonal-linear', 'depth': {{depth}} },
              'init': { 'kind': 'balanced-constant', 'product': 0.1, 'imbalance': {{imbalance}} },
              'task': { 'kind': 'linear-teacher', 'coefficients': {{coefficients}}, 'variances': {{variances}}, 'samples': 16 },
              'optimizer': {{optimizer}}, 'loss': '{{loss}}', 'steps': 10, 'measure': { 'at': [0], 'observables': ['loss'] }
            }
            """);
}
