using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory.Modes;

/// <summary>
/// One mode <c>u = a b</c> of the diagonal linear network of depth 2 from any initial weights:
/// <c>da/dt = b E[x^2] (S - u)</c>, <c>db/dt = a E[x^2] (S - u)</c>, so that <c>C = a^2 - b^2</c> is conserved and
/// <c>du/dt = E[x^2] (S - u) sqrt(C^2 + 4 u^2)</c> (Nam et al. 2025, arXiv 2502.21009).
/// </summary>
/// <remarks>
/// Closed form: <c>p = (a+b)^2</c> obeys the scalar Riccati equation <c>dp/dt = 2 E[x^2] (S p - p^2/4 + C^2/4)</c>, and
/// <c>m = (a-b)^2</c> the same with -S; with <c>w = sqrt(S^2 + C^2/4)</c> and <c>r = tanh(w E[x^2] t) / w</c>,
/// <c>p(t) = (p0 (1 + S r) + C^2 r/2) / (1 - S r + p0 r/2)</c>. The signs of a+b and a-b never change, so both give a and b.
/// At C = 0 it is the sigmoid of <see cref="SigmoidMode"/>.
/// </remarks>
/// <param name="a0">Initial first-layer weight.</param>
/// <param name="b0">Initial second-layer weight.</param>
/// <param name="target">Target S, any sign.</param>
/// <param name="inputVariance">E[x^2] of this input.</param>
public readonly struct PairMode(double a0, double b0, double target, double inputVariance)
{
    /// <summary>The product <c>u(t)</c>.</summary>
    public double Strength(double t)
    {
        var (sum, difference) = Sides(t);
        return (sum - difference) * (sum + difference) / 4;
    }

    /// <summary>The weights <c>(a(t), b(t))</c>.</summary>
    public (double A, double B) Weights(double t)
    {
        var (sum, difference) = Sides(t);
        return ((sum + difference) / 2, (sum - difference) / 2);
    }

    // a + b and a - b at time t.
    private (double Sum, double Difference) Sides(double t)
    {
        double sum = a0 + b0, difference = a0 - b0, c = sum * difference;
        return (Math.CopySign(Math.Sqrt(Square(sum * sum, target, c, t)), sum),
            Math.CopySign(Math.Sqrt(Square(difference * difference, -target, c, t)), difference));
    }

    private double Square(double p0, double s, double c, double t)
    {
        if (p0 == 0) return 0; // then C = 0 too, and 0 is invariant
        double w = Math.Sqrt(s * s + c * c / 4);
        if (w == 0) return p0 / (1 + p0 * inputVariance * t / 2);

        // 1 - |s| r without cancellation: w - |s| = C^2 / (4 (w + |s|)), and 1 - tanh x = 2 / (e^(2x) + 1).
        double decay = PortableMath.Exp(-2 * w * inputVariance * t);
        double complement = 2 * decay / (1 + decay), tanh = (1 - decay) / (1 + decay), r = tanh / w;
        double size = Math.Abs(s), less = (c * c / (4 * (w + size)) + size * complement) / w, more = 1 + size * r;
        return s > 0
            ? (p0 * more + c * c * r / 2) / (less + p0 * r / 2)
            : (p0 * less + c * c * r / 2) / (more + p0 * r / 2);
    }
}
