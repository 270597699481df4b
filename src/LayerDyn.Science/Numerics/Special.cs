namespace LayerDyn.Science.Numerics;

/// <summary>Special functions that .NET does not have, to a few units in the last place.</summary>
public static class Special
{
    /// <summary><c>integral_0^t e^(-rate s) ds = (1 - e^(-rate t)) / rate</c>; <c>t</c> at rate 0. Any sign of the rate.</summary>
    public static double DecayIntegral(double rate, double t)
    {
        double x = rate * t;
        return Math.Abs(x) < 1e-16 ? t : -PortableMath.ExpM1(-x) / rate;
    }

    /// <summary>
    /// The standard normal distribution function <c>Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...)</c>, to 1e-15 in absolute terms.
    /// </summary>
    public static double NormalDistribution(double x)
    {
        const double End = 8.3; // Phi(-End) is 5e-17
        if (Math.Abs(x) >= End) return x > 0 ? 1 : 0;
        double term = x, sum = x;
        for (int k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2) sum += term *= x * x / k;
        return 0.5 + sum * NormalDensity(x);
    }

    /// <summary>The standard normal density <c>phi(x)</c>.</summary>
    public static double NormalDensity(double x) => PortableMath.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>
    /// Riemann's zeta at <paramref name="s"/> &gt; 1 by the Euler-Maclaurin formula: 20 terms and 8 corrections.
    /// </summary>
    public static double Zeta(double s)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(s, 1);
        return PartialZeta(s, 1);
    }

    /// <summary>The tail <c>sum_{k >= first} k^-s</c> for <paramref name="s"/> &gt; 1 and <paramref name="first"/> &gt;= 1 (Hurwitz zeta).</summary>
    public static double PartialZeta(double s, double first)
    {
        ReadOnlySpan<double> bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];
        const int Terms = 20;
        double sum = 0, n = first + Terms;
        for (int k = Terms - 1; k >= 0; k--) sum += PortableMath.Pow(first + k, -s);
        sum += PortableMath.Pow(n, 1 - s) / (s - 1) + PortableMath.Pow(n, -s) / 2;
        double factor = s * PortableMath.Pow(n, -s - 1) / 2; // s (s+1) ... (s+2j-2) n^(-s-2j+1) / (2j)! at j = 1
        for (int j = 1; j <= bernoulli.Length; j++)
        {
            sum += bernoulli[j - 1] * factor;
            factor *= (s + 2 * j - 1) * (s + 2 * j) / (n * n * (2 * j + 1) * (2 * j + 2));
        }

        return sum;
    }
}
