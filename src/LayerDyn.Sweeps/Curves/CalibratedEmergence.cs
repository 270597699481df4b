using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves;

/// <summary>
/// The published description of emergence in a nonlinear net: the multilinear model's curve with one constant, calibrated on the
/// first skill and used for all (Nam et al. 2024, arXiv 2404.17563, section 5).
/// </summary>
internal sealed class CalibratedEmergence
{
    private readonly EmergenceLaw _law;
    private readonly double _alpha;
    private readonly double _sum;

    private CalibratedEmergence(EmergenceLaw law, double alpha, int skills)
    {
        _law = law;
        _alpha = alpha;
        for (int k = skills; k >= 1; k--) _sum += PortableMath.Pow(k, -(alpha + 1));
    }

    /// <summary>The calibrated constant: the rate 2 eta S (times the net's own factor) in time, D_c in data, N_c in parameters.</summary>
    public double Constant { get; private set; }

    /// <summary>Strength at the start, in time.</summary>
    public double Start { get; private set; }

    /// <summary>
    /// Fits the constant to the first skill by least squares. Without <paramref name="start"/>, the strength at the start of a
    /// sigmoid in time is a second constant of the same fit. Null when the first skill has no curve to fit.
    /// </summary>
    public static CalibratedEmergence? Fit(EmergenceLaw law, double alpha, int skills, double? start, double[] x, double[] y)
    {
        if (law == EmergenceLaw.None || skills == 0) return null;
        double half = Crossing.First(x, y, 0.5);
        if (!(half > 0)) return null;
        var fitted = new CalibratedEmergence(law, alpha, skills);
        double guess = law == EmergenceLaw.Data ? half * fitted.Frequency(1) / 0.75 : half / 0.5;
        if (law != EmergenceLaw.Time)
        {
            fitted.Constant = PortableMath.Exp(Minimise(log => fitted.Error(PortableMath.Exp(log), 0, x, y), PortableMath.Log(guess), 2.5));
            return fitted;
        }

        double best = start ?? PortableMath.Exp(Minimise(
            log => fitted.Error(fitted.BestRate(PortableMath.Exp(log), half, x, y), PortableMath.Exp(log), x, y), PortableMath.Log(1e-5), 11));
        fitted.Start = best;
        fitted.Constant = fitted.BestRate(best, half, x, y);
        return fitted;
    }

    /// <summary>Relative strength of skill k = 1, 2, ... at a time, number of samples or number of parameters.</summary>
    public double Evaluate(int k, double x) => Evaluate(k, x, Constant, Start);

    private double Frequency(int k) => PortableMath.Pow(k, -(_alpha + 1)) / _sum;

    private double Evaluate(int k, double x, double constant, double start) => _law switch
    {
        EmergenceLaw.Time => 1 / (1 + (1 / start - 1) * PortableMath.Exp(-constant * Frequency(k) * x)),
        EmergenceLaw.Data => 1 - Math.Sqrt(Math.Max(0, 1 - x * Frequency(k) / constant)),
        _ => Math.Clamp((x - (k - 1) * constant) / constant, 0, 1),
    };

    // The rate at which the sigmoid passes one half where the data does, refined.
    private double BestRate(double start, double half, double[] x, double[] y)
    {
        double guess = PortableMath.Log(1 / start - 1) / (Frequency(1) * half);
        return PortableMath.Exp(Minimise(log => Error(PortableMath.Exp(log), start, x, y), PortableMath.Log(guess), 0.7));
    }

    private double Error(double constant, double start, double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(y[i])) continue;
            double difference = Evaluate(1, x[i], constant, start) - y[i];
            sum += difference * difference;
        }

        return sum;
    }

    // A scan, then golden section between the neighbours of its best place.
    private static double Minimise(Func<double, double> f, double centre, double reach)
    {
        const int Places = 40;
        double step = 2 * reach / Places, best = centre, least = double.PositiveInfinity;
        for (int i = 0; i <= Places; i++)
        {
            double place = centre - reach + i * step, value = f(place);
            if (value < least) (best, least) = (place, value);
        }

        double low = best - step, high = best + step, ratio = (Math.Sqrt(5) - 1) / 2;
        for (int i = 0; i < 60; i++)
        {
            double a = high - ratio * (high - low), b = low + ratio * (high - low);
            if (f(a) <= f(b)) high = b;
            else low = a;
        }

        return (low + high) / 2;
    }
}
