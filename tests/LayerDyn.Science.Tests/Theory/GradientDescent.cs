using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Tests.Theory;

/// <summary>Plain full-batch gradient descent, written from the definition of the loss: what exact solutions are held against.</summary>
internal static class GradientDescent
{
    /// <summary>Diagonal network: weights w[l] of one mode after <c>t / rate</c> steps.</summary>
    public static double[] Mode(double[] w, double target, double variance, double t, double rate)
    {
        double[] now = [.. w];
        for (long step = 0; step < (long)Math.Round(t / rate); step++)
        {
            double product = now.Aggregate(1.0, (p, x) => p * x);
            double[] gradient = [.. now.Select((_, l) => variance * (product - target) * now.Where((_, k) => k != l).Aggregate(1.0, (p, x) => p * x))];
            for (int l = 0; l < now.Length; l++) now[l] -= rate * gradient[l];
        }

        return now;
    }

    /// <summary>Two-layer linear network, whitened input: (W1, W2) after <c>t / rate</c> steps.</summary>
    public static (Matrix W1, Matrix W2) TwoLayer(Matrix w1, Matrix w2, Matrix sigmaYx, double t, double rate)
    {
        (w1, w2) = (new(w1.Rows, w1.Columns, [.. w1.Data]), new(w2.Rows, w2.Columns, [.. w2.Data]));
        for (long step = 0; step < (long)Math.Round(t / rate); step++)
        {
            var residual = LinearAlgebra.Multiply(w2, w1);
            for (int i = 0; i < residual.Data.Length; i++) residual.Data[i] -= sigmaYx.Data[i];
            var g1 = LinearAlgebra.Multiply(LinearAlgebra.Transpose(w2), residual);
            var g2 = LinearAlgebra.Multiply(residual, LinearAlgebra.Transpose(w1));
            for (int i = 0; i < w1.Data.Length; i++) w1.Data[i] -= rate * g1.Data[i];
            for (int i = 0; i < w2.Data.Length; i++) w2.Data[i] -= rate * g2.Data[i];
        }

        return (w1, w2);
    }

    public static double MaxDifference(Matrix a, Matrix b)
    {
        Assert.Equal((a.Rows, a.Columns), (b.Rows, b.Columns));
        return a.Data.Zip(b.Data, (x, y) => Math.Abs(x - y)).Max();
    }
}
