using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory.Skills;

/// <summary>
/// The multilinear skill model <c>f(i,x) = sum_k a_k b_k g_k(i,x)</c> with skill strengths <c>R_k = a_k b_k</c> and loss
/// <c>L = S^2/2 sum_k p_k (1 - R_k/S)^2</c>, solved in time, data and parameters (Nam et al. 2024, arXiv 2404.17563).
/// </summary>
/// <param name="spectrum">Skill frequencies.</param>
/// <param name="target">Target scale S.</param>
/// <param name="initial">Initial strength <c>R_k(0)</c> of every skill, balanced (<c>a = b</c>).</param>
public sealed class MultilinearSkills(SkillSpectrum spectrum, double target, double initial)
{
    /// <summary>Strength at time <c>t = eta T</c> of a skill of frequency <paramref name="frequency"/>: the sigmoid with <c>E[x^2] = p_k</c>.</summary>
    public double Strength(double frequency, double t) => SigmoidMode.Strength(initial, target, frequency, t);

    /// <summary>Loss at time <c>t = eta T</c> with the first <paramref name="parameters"/> skills representable: all when infinite.</summary>
    public double LossInTime(double t, double parameters = double.PositiveInfinity)
    {
        double learning = spectrum.Sum(p => Square(1 - Strength(p, t) / target), parameters);
        return target * target / 2 * (learning + (parameters < (spectrum.Count ?? double.PositiveInfinity) ? spectrum.Tail((long)parameters) : 0));
    }

    /// <summary>
    /// Expected loss after convergence on <paramref name="samples"/> samples, a skill being learnt once it was observed:
    /// <c>S^2/2 sum_k p_k (1 - p_k)^D</c>.
    /// </summary>
    public double LossInData(double samples) =>
        target * target / 2 * spectrum.Sum(p => p < 1 ? PortableMath.Exp(samples * PortableMath.Log1P(-p)) : samples > 0 ? 0 : 1);

    /// <summary>Loss after convergence with <paramref name="parameters"/> of the skills representable: <c>S^2/2 sum_(k > N) p_k</c>.</summary>
    public double LossInParameters(long parameters) => target * target / 2 * spectrum.Tail(parameters);

    /// <summary>
    /// Least loss for the compute <c>C = N t</c>, over the number of representable skills N >= 1; with the N that attains it.
    /// </summary>
    public (double Loss, double Parameters) LossInCompute(double compute)
    {
        var (best, at) = (double.PositiveInfinity, 1.0);
        double ratio = 1.02;
        for (double n = 1; n <= compute && n <= (spectrum.Count ?? double.PositiveInfinity); n = Math.Max(n + 1, Math.Floor(n * ratio)))
        {
            double loss = LossInTime(compute / n, n);
            if (loss < best) (best, at) = (loss, n);
            else if (loss > 2 * best) break; // past its only minimum
        }

        return (best, at);
    }

    private static double Square(double x) => x * x;
}
