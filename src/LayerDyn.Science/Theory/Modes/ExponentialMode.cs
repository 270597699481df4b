using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// One coefficient of the linear model <c>f = sum theta_i x_i</c> with uncorrelated inputs:
/// <c>d theta/dt = E[x^2] (S - theta)</c> (Nam et al. 2025, arXiv 2502.21009).
/// </summary>
public static class ExponentialMode
{
    /// <summary><c>theta(t) = S + (theta0 - S) exp(-E[x^2] t)</c>.</summary>
    public static double Strength(double theta0, double target, double inputVariance, double t) =>
        theta0 + (theta0 - target) * PortableMath.ExpM1(-inputVariance * t);
}
