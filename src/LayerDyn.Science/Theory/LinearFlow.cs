using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Theory;

/// <summary>
/// Gradient flow of the linear model <c>f(x) = W x</c> on any data: <c>dW/dt = Sigma_yx - W Sigma_xx</c>. In the eigenbasis of Sigma_xx every
/// column is an exponential, <c>w_i(t) = w_i(0) e^(-mu_i t) + sigma_i (1 - e^(-mu_i t)) / mu_i</c>; with uncorrelated inputs this is
/// <see cref="Modes.ExponentialMode"/>. With the penalty <c>gamma/2 |W|^2</c> the rates are <c>mu_i + gamma</c>.
/// </summary>
public sealed class LinearFlow
{
    private readonly Matrix _basis, _initial, _drive;
    private readonly double[] _rates;

    /// <summary>The solution from initial weights.</summary>
    /// <param name="initial">W(0), out x in.</param>
    /// <param name="sigmaYx"><c>Y X^T / n</c>, out x in.</param>
    /// <param name="sigmaXx"><c>X X^T / n</c>, in x in.</param>
    /// <param name="decay">Weight decay gamma, which adds to every rate.</param>
    public LinearFlow(Matrix initial, Matrix sigmaYx, Matrix sigmaXx, double decay = 0)
    {
        (double[] values, _basis) = LinearAlgebra.SymmetricEigen(sigmaXx);
        _rates = [.. values.Select(value => Math.Max(0, value) + decay)]; // rounding may put a zero below 0
        (_initial, _drive) = (LinearAlgebra.Multiply(initial, _basis), LinearAlgebra.Multiply(sigmaYx, _basis));
    }

    /// <summary>W at time <paramref name="t"/>, out x in.</summary>
    public Matrix At(double t)
    {
        var weights = new Matrix(_initial.Rows, _initial.Columns);
        for (int i = 0; i < _rates.Length; i++)
        {
            double decay = PortableMath.Exp(-_rates[i] * t), integral = Special.DecayIntegral(_rates[i], t);
            for (int o = 0; o < weights.Rows; o++) weights[o, i] = _initial[o, i] * decay + _drive[o, i] * integral;
        }

        return LinearAlgebra.Multiply(weights, LinearAlgebra.Transpose(_basis));
    }
}
