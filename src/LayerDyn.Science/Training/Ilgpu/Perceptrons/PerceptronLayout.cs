using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>Where the numbers of a network lie on the device.</summary>
internal sealed class PerceptronLayout
{
    // Activations of a network in a pass (16 MiB), and its samples.
    private const int ActivationBudget = 1 << 22, FewestSamples = 64, MostSamples = 1 << 13;

    /// <param name="model">The model of all networks of a batch, except for its output scale.</param>
    /// <param name="batch">Samples of a step.</param>
    /// <param name="skipsZeros">Whether the first layer may read nonzero inputs alone.</param>
    /// <param name="mostSamples">Samples of a pass at most; null for what memory suggests. No bit depends on it.</param>
    public PerceptronLayout(MlpModel model, int batch, bool skipsZeros, int? mostSamples = null)
    {
        var layers = new MlpLayout(model);
        int across = layers.Layers.Sum(layer => layer.PaddedOutputs);
        PassSamples = Math.Min(batch, mostSamples ?? Math.Clamp(ActivationBudget / across, FewestSamples, MostSamples));
        Size = layers.Count;
        Layers = new PerceptronLayer[layers.Layers.Length];
        long below = -1;
        for (int l = 0; l < Layers.Length; l++)
        {
            var layer = layers.Layers[l];
            Layers[l] = new(layer.Weights, layer.Biases, layer.Inputs, layer.Outputs, layer.PaddedInputs, layer.PaddedOutputs,
                layer.IsNarrow ? 1 : 0, model.Biases ? 1 : 0, l == 0 && skipsZeros && !layer.IsNarrow ? 1 : 0, below, Area,
                model.Activation, l + 1 < Layers.Length ? model.Activation : Activation.Linear);
            below = Area;
            Area += (long)PassSamples * layer.PaddedOutputs;
        }
    }

    /// <summary>The layers.</summary>
    public PerceptronLayer[] Layers { get; }

    /// <summary>Samples of a pass.</summary>
    public int PassSamples { get; }

    /// <summary>Numbers of the parameters.</summary>
    public long Size { get; }

    /// <summary>Numbers of the activations in a pass.</summary>
    public long Area { get; }
}
