using LayerDyn.Science.Numerics;

namespace LayerDyn.Sweeps.Curves.Kinds;

/// <summary>A joint scaling law <c>L(x, y) = E + A x^-a + B y^-b</c>, with a, b > 0 and E, A, B >= 0.</summary>
internal readonly record struct JointLaw(double E, double LogA, double ExponentA, double LogB, double ExponentB)
{
    /// <summary>The factor A.</summary>
    public double A => PortableMath.Exp(LogA);

    /// <summary>The factor B.</summary>
    public double B => PortableMath.Exp(LogB);

    /// <summary>What is lost for want of x alone: <c>A x^-a</c>.</summary>
    public double TermX(double x) => PortableMath.Exp(LogA - ExponentA * PortableMath.Log(x));

    /// <summary>What is lost for want of y alone: <c>B y^-b</c>.</summary>
    public double TermY(double y) => PortableMath.Exp(LogB - ExponentB * PortableMath.Log(y));

    /// <summary>The value at a place.</summary>
    public double Evaluate(double x, double y) => E + TermX(x) + TermY(y);

    /// <summary>At the best allocation of <c>C = x y</c>, <c>L - E ~ C^-(a b/(a + b))</c> (Hoffmann et al. 2022, arXiv 2203.15556, equation 4).</summary>
    public double ComputeExponent => ExponentA * ExponentB / (ExponentA + ExponentB);

    /// <summary>At the best allocation of <c>C = x y</c>, <c>x ~ C^(b/(a + b))</c>.</summary>
    public double AllocationExponent => ExponentB / (ExponentA + ExponentB);

    /// <summary>The y with which an x is the best allocation of some <c>C = x y</c>: <c>a A x^-a = b B y^-b</c>.</summary>
    public double BestY(double x) =>
        PortableMath.Exp((LogB + PortableMath.Log(ExponentB) - LogA - PortableMath.Log(ExponentA) + ExponentA * PortableMath.Log(x)) / ExponentB);
}
