using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Skills;

/// <summary>
/// The frequencies of skills, <c>p_k = k^-(alpha+1) / zeta</c> for k = 1, 2, ... (Nam et al. 2024, arXiv 2404.17563). Code that writes
/// <c>p_k ~ k^-alpha'</c> means <c>alpha' = alpha + 1</c>.
/// </summary>
public sealed class SkillSpectrum
{
    private const int Summed = 4096; // skills added one by one; beyond, the Euler-Maclaurin formula
    private const double LogStep = 0.005;

    /// <summary>A spectrum.</summary>
    /// <param name="alpha">Exponent alpha &gt; 0.</param>
    /// <param name="count">Number of skills; null for infinitely many.</param>
    public SkillSpectrum(double alpha, long? count = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        if (count is { } n) ArgumentOutOfRangeException.ThrowIfLessThan(n, 1, nameof(count));
        (Alpha, Count, Normalisation) = (alpha, count, 1);
        Normalisation = count is null ? Special.Zeta(alpha + 1) : Special.Zeta(alpha + 1) - Special.PartialZeta(alpha + 1, count.Value + 1);
    }

    /// <summary>The exponent alpha.</summary>
    public double Alpha { get; }

    /// <summary>Number of skills; null for infinitely many.</summary>
    public long? Count { get; }

    /// <summary>The normalisation zeta: <c>sum k^-(alpha+1)</c> over all skills.</summary>
    public double Normalisation { get; }

    /// <summary>The frequency of skill <paramref name="k"/>, from 1.</summary>
    public double Frequency(double k) => PortableMath.Pow(k, -Alpha - 1) / Normalisation;

    /// <summary>The frequencies of the first <paramref name="count"/> skills.</summary>
    public double[] Frequencies(int count) => [.. Enumerable.Range(1, count).Select(k => Frequency(k))];

    /// <summary>Total frequency of the skills after the first <paramref name="learnt"/>.</summary>
    public double Tail(long learnt)
    {
        if (learnt >= Count) return 0;
        double beyond = Count is { } n ? Special.PartialZeta(Alpha + 1, n + 1) : 0;
        return (Special.PartialZeta(Alpha + 1, learnt + 1) - beyond) / Normalisation;
    }

    /// <summary>
    /// <c>sum_(k &lt;= upTo) p_k weight(p_k)</c> for a smooth weight in [0, 1]: term by term for the first 4096 skills, then as an integral
    /// over ln k with its end correction, so that infinitely many skills cost no more.
    /// </summary>
    public double Sum(Func<double, double> weight, double upTo = double.PositiveInfinity)
    {
        double last = Math.Min(upTo, Count ?? double.PositiveInfinity), sum = 0;
        for (int k = (int)Math.Min(Summed, last); k >= 1; k--) sum += Term(k);
        if (last <= Summed) return sum;

        // sum_(m < k <= n) f(k) = integral_m^n f dk + (f(n) - f(m)) / 2 + (f'(n) - f'(m)) / 12 + ...; Simpson's rule in ln k, where f is smooth.
        double from = PortableMath.Log(Summed), to = double.IsInfinity(last) ? from + 40 / Alpha : PortableMath.Log(last);
        int panels = 2 * (int)Math.Ceiling((to - from) / LogStep / 2);
        double step = (to - from) / panels, integral = 0;
        for (int i = 0; i <= panels; i++)
        {
            double k = PortableMath.Exp(from + i * step);
            integral += (i == 0 || i == panels ? 1 : i % 2 == 1 ? 4 : 2) * k * Term(k);
        }

        return sum + integral * step / 3 + (double.IsInfinity(last) ? 0 : End(last)) - End(Summed);

        double End(double k) => Term(k) / 2 + (Term(k + 1) - Term(k - 1)) / 24;

        double Term(double k)
        {
            double p = Frequency(k);
            return p * weight(p);
        }
    }
}
