using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Linear regression by gradient flow from samples x ~ N(0, I_d), without noise: student minus teacher decays along each eigenvector of
/// <c>X X^T / n</c>, whose eigenvalues have, for d and n large at a ratio <c>lambda = d/n</c>, the density of Marchenko and Pastur,
/// <c>rho(nu) = sqrt((nu_+ - nu)(nu - nu_-)) / (2 pi lambda nu)</c> with <c>nu_+- = (1 +- sqrt lambda)^2</c>, and a share <c>1 - 1/lambda</c> at 0
/// if lambda &gt; 1. With |Delta_0| = 1, in the units of <c>L = 1/2 E (f - y)^2</c> (Levi, Beck, Bar-Sinai 2023, arXiv 2310.16441, whose loss has
/// another factor): <c>L_train = 1/2 integral rho nu e^(-2 nu t)</c>, <c>L_test = 1/2 integral rho e^(-2 nu t)</c>. Training forgets what lies near
/// nu_- sooner than the test does: a delay of up to <c>ln(1/nu_-) / (2 nu_-)</c> at equal loss.
/// </summary>
public sealed class MarchenkoPastur
{
    // The midpoint rule in phi, nu = middle - half cos(phi): the integrand is smooth and even, so that it converges faster than any power.
    private const int Nodes = 4096;

    private readonly double[] _values = new double[Nodes], _weights = new double[Nodes];

    /// <summary>The spectrum at a ratio of dimension to samples.</summary>
    public MarchenkoPastur(double ratio)
    {
        double root = Math.Sqrt(ratio), half = 2 * root;
        Lowest = (1 - root) * (1 - root);
        AtZero = Math.Max(0, 1 - 1 / ratio);
        for (int i = 0; i < Nodes; i++)
        {
            double phi = Math.PI * (i + 0.5) / Nodes, sine = PortableMath.Sin(phi), halfSine = PortableMath.Sin(phi / 2);
            _values[i] = Lowest + 2 * half * halfSine * halfSine; // 1 - cos(phi) without cancellation
            _weights[i] = half * half * sine * sine / (2 * ratio * _values[i]) / Nodes;
        }
    }

    /// <summary>The lower edge nu_- of the density.</summary>
    public double Lowest { get; }

    /// <summary>The share of eigenvalues that are 0: what no training learns.</summary>
    public double AtZero { get; }

    /// <summary>The average of <c>nu^power e^(-2 nu t)</c> over the eigenvalues; power 0 or 1.</summary>
    public double Average(int power, double time)
    {
        double sum = power == 0 ? AtZero : 0;
        for (int i = 0; i < Nodes; i++) sum += _weights[i] * (power == 0 ? 1 : _values[i]) * PortableMath.Exp(-2 * _values[i] * time);
        return sum;
    }

    /// <summary>The training loss from <c>|Delta_0| = 1</c>.</summary>
    public double TrainLoss(double time) => Average(1, time) / 2;

    /// <summary>The test loss from <c>|Delta_0| = 1</c>.</summary>
    public double TestLoss(double time) => Average(0, time) / 2;

    /// <summary>The share of samples with an error below a tolerance, <c>erf(tolerance / (2 sqrt L))</c>: errors are N(0, 2 L).</summary>
    public static double Accuracy(double loss, double tolerance) => loss > 0 ? 2 * Special.NormalDistribution(tolerance / Math.Sqrt(2 * loss)) - 1 : 1;
}
