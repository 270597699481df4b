using LayerDyn.Science.Models;
using LayerDyn.Science.Numerics;

namespace LayerDyn.Science.Training.Mlp;

/// <summary>Activations in double precision.</summary>
internal static class ActivationValue
{
    /// <summary>The activation at x.</summary>
    public static double Of(Activation activation, double x) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.Tanh => PortableMath.Tanh(x),
        Activation.Gelu => x * Special.NormalDistribution(x),
        _ => throw new InvalidOperationException($"unknown activation {activation}"),
    };
}
