using LayerDyn.Science.Experiments;
using LayerDyn.Science.Numerics;
using LayerDyn.Science.Tasks;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>The loss's derivative in the outputs, and that derivative's own; matrices are samples x outputs.</summary>
/// <param name="kind">The loss.</param>
/// <param name="set">All samples.</param>
/// <param name="outputs">Number of outputs.</param>
internal sealed class SampleLoss(LossKind kind, Dataset set, int outputs)
{
    private double Factor => LossFunction.FactorOnMse(kind, outputs) / set.Count;

    /// <summary>dL/df of the samples from <paramref name="first"/> on.</summary>
    public void Gradient(int first, Matrix predictions, Matrix gradient)
    {
        for (int n = 0; n < predictions.Rows; n++)
        {
            Span<double> f = predictions.Row(n), y = set.Y.Row(first + n), g = gradient.Row(n);
            if (kind == LossKind.CrossEntropy)
            {
                Softmax(f, g);
                g[set.Labels![first + n]] -= 1;
                LinearAlgebra.Scale(1.0 / set.Count, g);
                continue;
            }

            double factor = Factor;
            for (int o = 0; o < g.Length; o++) g[o] = factor * (f[o] - y[o]);
        }
    }

    /// <summary>The change of <see cref="Gradient"/> with a change of the predictions.</summary>
    public void GradientChange(Matrix predictions, Matrix change, Matrix gradientChange)
    {
        for (int n = 0; n < predictions.Rows; n++)
        {
            Span<double> d = change.Row(n), g = gradientChange.Row(n);
            if (kind == LossKind.CrossEntropy)
            {
                Softmax(predictions.Row(n), g); // (p o df - p (p . df)) / n
                double mean = LinearAlgebra.Dot(g, d);
                for (int o = 0; o < g.Length; o++) g[o] *= (d[o] - mean) / set.Count;
                continue;
            }

            double factor = Factor;
            for (int o = 0; o < g.Length; o++) g[o] = factor * d[o];
        }
    }

    private static void Softmax(ReadOnlySpan<double> logits, Span<double> shares)
    {
        double largest = double.NegativeInfinity, total = 0;
        foreach (double logit in logits) largest = Math.Max(largest, logit);
        for (int o = 0; o < shares.Length; o++) total += shares[o] = PortableMath.Exp(logits[o] - largest);
        for (int o = 0; o < shares.Length; o++) shares[o] /= total;
    }
}
