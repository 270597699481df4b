using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves;

/// <summary>A power law <c>y = exp(LogFactor) x^Exponent</c>.</summary>
internal readonly record struct PowerLaw(double Exponent, double LogFactor)
{
    public double Evaluate(double x) => PortableMath.Exp(LogFactor + Exponent * PortableMath.Log(x));

    /// <summary>Least squares of log y on log x over places where both are positive; NaN with fewer than two different abscissae.</summary>
    public static PowerLaw Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double n = 0, meanX = 0, meanY = 0;
        for (int i = 0; i < x.Count; i++)
        {
            if (!(x[i] > 0 && y[i] > 0)) continue;
            n++;
            meanX += PortableMath.Log(x[i]);
            meanY += PortableMath.Log(y[i]);
        }

        meanX /= n;
        meanY /= n;
        double xx = 0, xy = 0;
        for (int i = 0; i < x.Count; i++)
        {
            if (!(x[i] > 0 && y[i] > 0)) continue;
            double dx = PortableMath.Log(x[i]) - meanX;
            xx += dx * dx;
            xy += dx * (PortableMath.Log(y[i]) - meanY);
        }

        double exponent = xx > 0 ? xy / xx : double.NaN;
        return new(exponent, meanY - exponent * meanX);
    }
}
