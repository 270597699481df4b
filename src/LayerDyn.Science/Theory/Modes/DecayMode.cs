using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// One mode <c>u = w_1 ... w_L</c> of the diagonal network under the penalty <c>gamma/2 sum w^2</c>:
/// <c>dw_l/dt = E[x^2] (S - u) prod_(k != l) w_k - gamma w_l</c>. One layer relaxes to <c>S E[x^2] / (E[x^2] + gamma)</c>; two balanced layers are the
/// sigmoid of <see cref="SigmoidMode"/> with the target <c>S - gamma / E[x^2]</c>; of two others the imbalance decays, <c>C = C_0 e^(-2 gamma t)</c>,
/// and <c>du/dt = E[x^2] (S - u) sqrt(C^2 + 4 u^2) - 2 gamma u</c> is integrated, as are three layers and more, which have
/// <c>du/dt = L u^(2 - 2/L) E[x^2] (S - u) - L gamma u</c> where they are balanced.
/// </summary>
/// <param name="target">The target and the rate of the mode.</param>
/// <param name="decay">The weight decay gamma.</param>
internal readonly struct DecayMode(ModeTarget target, double decay)
{
    private const double Tolerance = DeepMode.Tolerance;

    /// <summary>Weights at ascending times, one array of L weights a time, from any initial weights.</summary>
    public double[][] Weights(double[] initial, double[] times) => initial switch
    {
        [var only] => Single(only, times),
        [var a, var b] when Math.Abs(a) == Math.Abs(b) => Balanced(a, b, times),
        [var a, var b] => Pair(a, b, times),
        _ => Deep(initial, times),
    };

    private double[][] Single(double initial, double[] times)
    {
        double rate = target.Variance + decay, end = rate > 0 ? target.Target * target.Variance / rate : 0;
        return Array.ConvertAll(times, t => new[] { ExponentialMode.Strength(initial, end, rate, t) });
    }

    // A negative product is the mirror image: there the decay pulls upwards.
    private double[][] Balanced(double a, double b, double[] times)
    {
        double gamma = decay, variance = target.Variance;
        if (variance == 0 || a == 0) return Array.ConvertAll(times, t => new[] { a * PortableMath.Exp(-gamma * t), b * PortableMath.Exp(-gamma * t) });
        var mode = new PairMode(a, b, target.Target - Math.Sign(a * b) * gamma / variance, variance);
        return Array.ConvertAll(times, t =>
        {
            var (first, second) = mode.Weights(t);
            return new[] { first, second };
        });
    }

    private double[][] Pair(double a, double b, double[] times)
    {
        double gamma = decay, imbalance = a * a - b * b;
        var (s, variance) = target;
        double[][] products = Integrate([a * b, imbalance], times, (state, rate) =>
        {
            double u = state[0], c = state[1];
            rate[0] = variance * (s - u) * Math.Sqrt(c * c + 4 * u * u) - 2 * gamma * u;
            rate[1] = -2 * gamma * c;
        });
        return [.. products.Select((state, t) =>
        {
            // The layer with the larger square first, whose sign never changes: the other is their product over it.
            double u = state[0], c = Math.Abs(imbalance) * PortableMath.Exp(-2 * gamma * times[t]);
            double big = Math.CopySign(Math.Sqrt((c + Math.Sqrt(c * c + 4 * u * u)) / 2), imbalance > 0 ? a : b), small = big == 0 ? 0 : u / big;
            return imbalance > 0 ? new[] { big, small } : new[] { small, big };
        })];
    }

    private double[][] Deep(double[] initial, double[] times)
    {
        double gamma = decay;
        var (s, variance) = target;
        return Integrate(initial, times, (w, rate) =>
        {
            DeepMode.Rate(w, rate, s, variance);
            for (int l = 0; l < w.Length; l++) rate[l] -= gamma * w[l];
        });
    }

    private static double[][] Integrate(double[] initial, double[] times, DormandPrince.Flow flow)
    {
        var solver = new DormandPrince(initial.Length, Tolerance, flow);
        double[] state = [.. initial];
        double now = 0;
        return Array.ConvertAll(times, t => solver.Advance(state, ref now, t) ? (double[])[.. state]
            : throw new ArithmeticException($"no step is small enough before t = {t:R}"));
    }
}
