using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// One mode <c>u = a b</c> of the diagonal linear network of depth 2 with balanced layers (<c>a = b</c>, C = 0):
/// <c>du/dt = 2 E[x^2] u (S - u)</c>, a sigmoid (Saxe et al. 2014, arXiv 1312.6120; Nam et al. 2025, arXiv 2502.21009).
/// </summary>
public static class SigmoidMode
{
    /// <summary>
    /// <c>u(t) = S / (1 + (S/u0 - 1) exp(-2 S E[x^2] t))</c>, written so that it is finite for every sign of S, for u0 = 0
    /// and at large t; u0 &lt; 0 means layers of opposite sign (<c>a = -b</c>), which reach at most 0 when S &gt; 0.
    /// </summary>
    public static double Strength(double u0, double target, double inputVariance, double t)
    {
        double root = Math.Sqrt(Math.Abs(u0));
        return new PairMode(root, Math.CopySign(root, u0), target, inputVariance).Strength(t);
    }

    /// <summary>Time at which u reaches <paramref name="fraction"/> of S: <c>ln((S/u0 - 1) f/(1-f)) / (2 S E[x^2])</c>.</summary>
    public static double EmergenceTime(double u0, double target, double inputVariance, double fraction = 0.5) =>
        PortableMath.Log((target / u0 - 1) * fraction / (1 - fraction)) / (2 * target * inputVariance);
}
