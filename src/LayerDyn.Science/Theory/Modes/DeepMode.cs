using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// One mode <c>u = w_1 ... w_L</c> of the diagonal linear network of any depth. With balanced layers
/// <c>du/dt = L u^(2 - 2/L) E[x^2] (S - u)</c> (Saxe et al. 2014, arXiv 1312.6120; Nam et al. 2025, arXiv 2502.21009): the deeper,
/// the closer to a step. From L = 3 on, t(u) is elementary but u(t) is not, so it is integrated to <see cref="Tolerance"/>.
/// </summary>
public static class DeepMode
{
    /// <summary>Relative error allowed in each step of the integration.</summary>
    public const double Tolerance = 1e-12;

    // Within this relative distance of the target the flow is linear to the rounding of a double (the error is its square).
    private const double Linear = 1e-8;

    /// <summary>Balanced strengths at ascending times from <c>u0 &gt;= 0</c>: every layer starts at <c>u0^(1/L)</c>.</summary>
    public static double[] BalancedStrengths(int depth, double u0, double target, double inputVariance, ReadOnlySpan<double> times)
    {
        double[] initial = new double[depth];
        Array.Fill(initial, PortableMath.Pow(u0, 1.0 / depth));
        return Array.ConvertAll(Weights(initial, target, inputVariance, times), weights => weights.Aggregate(1.0, (u, w) => u * w));
    }

    /// <summary>
    /// Weights at ascending times, one array of L weights a time, from any initial weights (balanced or not):
    /// <c>dw_l/dt = E[x^2] (S - u) prod_(k != l) w_k</c>. Finite at any time: close to the target it goes on with the linearised
    /// flow, which needs no steps.
    /// </summary>
    public static double[][] Weights(ReadOnlySpan<double> initial, double target, double inputVariance, ReadOnlySpan<double> times)
    {
        var solver = new DormandPrince(initial.Length, Tolerance, (w, rate) => Rate(w, rate, target, inputVariance));
        double[] state = initial.ToArray(), others = new double[initial.Length];
        double[][] weights = new double[times.Length][];
        double now = 0;
        for (int i = 0; i < times.Length; i++)
        {
            double gap = Gap(state, target);
            while (now < times[i] && Math.Abs(gap) > Linear * Math.Abs(target))
            {
                if (!solver.Step(state, ref now, times[i])) throw new ArithmeticException($"no step is small enough at t = {now:R}");
                gap = Gap(state, target);
            }

            weights[i] = now < times[i] ? Relaxed(state, others, gap, inputVariance, times[i] - now) : [.. state];
        }

        return weights;
    }

    // w_l + g_l gap (1 - exp(-rate t)) / sum g^2, with g_l the product of the other weights and rate = E[x^2] sum g^2.
    private static double[] Relaxed(double[] state, double[] others, double gap, double inputVariance, double t)
    {
        OtherProducts(state, others);
        double sum = 0;
        foreach (double g in others) sum += g * g;
        double move = inputVariance * gap * Special.DecayIntegral(inputVariance * sum, t);
        return [.. state.Select((w, l) => w + others[l] * move)];
    }

    private static double Gap(double[] w, double target) => target - w.Aggregate(1.0, (u, weight) => u * weight);

    internal static void Rate(ReadOnlySpan<double> w, Span<double> rate, double target, double inputVariance)
    {
        double drive = inputVariance * (target - OtherProducts(w, rate));
        for (int l = 0; l < w.Length; l++) rate[l] *= drive;
    }

    // Fills the product of all weights but one; returns the product of all.
    private static double OtherProducts(ReadOnlySpan<double> w, Span<double> others)
    {
        double before = 1, after = 1;
        for (int l = 0; l < w.Length; l++)
        {
            others[l] = before;
            before *= w[l];
        }

        for (int l = w.Length - 1; l >= 0; l--)
        {
            others[l] *= after;
            after *= w[l];
        }

        return before;
    }
}
