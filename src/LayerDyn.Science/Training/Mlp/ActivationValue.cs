using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Activations and their slopes in double precision.</summary>
internal static class ActivationValue
{
    /// <summary>The activation at x.</summary>
    public static double Of(Activation activation, double x) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => PortableMath.Tanh(x),
        Activation.Gelu => x * Special.NormalDistribution(x),
        Activation.Square => x * x,
        _ => throw new InvalidOperationException($"unknown activation {activation}"),
    };

    /// <summary>The slope of the activation at x, where its value is <paramref name="value"/>.</summary>
    public static double SlopeOf(Activation activation, double x, double value) => activation switch
    {
        Activation.Linear => 1,
        Activation.Relu => value > 0 ? 1 : 0,
        Activation.Tanh => 1 - value * value,
        Activation.Square => 2 * x,
        _ => throw new InvalidOperationException($"no slope of {activation}"),
    };

    /// <summary>Whether <see cref="SlopeOf"/> knows an activation.</summary>
    public static bool HasSlope(Activation activation) => activation is Activation.Linear or Activation.Relu or Activation.Tanh or Activation.Square;
}
