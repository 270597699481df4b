using LayerDyn.Science.Numerics;
using LayerDyn.Science.Theory.Modes;

namespace LayerDyn.Science.Theory.Skills;

/// <summary>
/// Published emergence curves <c>R_k / S</c> of a two-layer ReLU network on multitask sparse parity (Nam et al. 2024, arXiv 2404.17563,
/// section 5), each with one constant calibrated on a single-skill run.
/// </summary>
public static class EmergenceCurves
{
    /// <summary>
    /// In time: <c>1 / (1 + (S/R_k(0) - 1) exp(-2 B p_k S t))</c> with the calibrated rate B.
    /// </summary>
    public static double InTime(double t, double frequency, double target, double initial, double rate) =>
        SigmoidMode.Strength(initial, target, rate * frequency, t) / target;

    /// <summary>In data: <c>1 - sqrt(max(0, 1 - D p_k / D_c))</c> with the calibrated number of samples D_c.</summary>
    public static double InData(double samples, double frequency, double critical) =>
        1 - Math.Sqrt(Math.Max(0, 1 - samples * frequency / critical));

    /// <summary>In parameters: <c>clip((N - (k-1) N_c) / N_c, 0, 1)</c> with the calibrated width N_c; k from 1.</summary>
    public static double InParameters(double parameters, int k, double critical) =>
        Math.Clamp(parameters / critical - (k - 1), 0, 1);

    /// <summary>
    /// The constant c in [<paramref name="low"/>, <paramref name="high"/>] (both &gt; 0) for which <paramref name="curve"/>(x, c) fits best in the
    /// least-squares sense: a logarithmic scan, then golden-section refinement to 1e-10 relative.
    /// </summary>
    public static double Calibrate(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Func<double, double, double> curve, double low, double high)
    {
        if (x.Length != y.Length || x.IsEmpty) throw new ArgumentException($"{x.Length} abscissas for {y.Length} values", nameof(y));
        const int Scan = 400;
        double step = (PortableMath.Log(high) - PortableMath.Log(low)) / Scan, best = double.PositiveInfinity, centre = low;
        for (int i = 0; i <= Scan; i++)
        {
            double c = PortableMath.Log(low) + i * step, error = Error(x, y, curve, c);
            if (error < best) (best, centre) = (error, c);
        }

        double golden = (Math.Sqrt(5) - 1) / 2, a = Math.Max(PortableMath.Log(low), centre - step), b = Math.Min(PortableMath.Log(high), centre + step);
        while (b - a > 1e-10)
        {
            double left = b - golden * (b - a), right = a + golden * (b - a);
            if (Error(x, y, curve, left) <= Error(x, y, curve, right)) b = right;
            else a = left;
        }

        return PortableMath.Exp((a + b) / 2);
    }

    private static double Error(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Func<double, double, double> curve, double logConstant)
    {
        double sum = 0, constant = PortableMath.Exp(logConstant);
        for (int i = 0; i < x.Length; i++)
        {
            double error = curve(x[i], constant) - y[i];
            sum += error * error;
        }

        return sum;
    }
}
