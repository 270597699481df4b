using System.Runtime.Intrinsics;
using LayerDyn.Science.Experiments;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Transformers;

/// <summary>Chooses the engine for this machine's vectors.</summary>
internal static class TransformerEngines
{
    public static NetEngine Create(Experiment experiment) => Vector512.IsHardwareAccelerated
        ? new TransformerEngine<Floats512, Vector512<float>>(experiment)
        : new TransformerEngine<Floats256, Vector256<float>>(experiment);
}
