using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Observables.Curvature;

/// <summary>Activations with two derivatives, in double precision; the second derivative of relu is 0.</summary>
internal static class ActivationDerivatives
{
    /// <summary>The value at z, and the first and second derivative.</summary>
    public static (double Value, double First, double Second) At(Activation activation, double z)
    {
        switch (activation)
        {
            case Activation.Linear: return (z, 1, 0);
            case Activation.Relu: return z > 0 ? (z, 1, 0) : (0, 0, 0);
            case Activation.Tanh:
                double tanh = PortableMath.Tanh(z), slope = 1 - tanh * tanh;
                return (tanh, slope, -2 * tanh * slope);
            case Activation.Square: return (z * z, 2 * z, 2);
            case Activation.Gelu: // x Phi, Phi + x phi, (2 - x^2) phi
                double below = Special.NormalDistribution(z), density = Special.NormalDensity(z);
                return (z * below, below + z * density, (2 - z * z) * density);
            default: throw new InvalidOperationException($"no derivatives of {activation}");
        }
    }
}
