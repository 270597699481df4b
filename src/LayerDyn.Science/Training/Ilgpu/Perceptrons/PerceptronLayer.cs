using LayerDyn.Science.Models;
using LayerDyn.Science.Training.Mlp;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>A layer as kernels see it. Padding is computed like all else, so that it holds what it holds on the processor.</summary>
/// <param name="Weights">Where its weights start in a network's parameters, as in <see cref="MlpLayer"/>.</param>
/// <param name="Biases">Where its biases start.</param>
/// <param name="Inputs">Inputs.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="PaddedInputs">Inputs with padding.</param>
/// <param name="PaddedOutputs">Outputs with padding.</param>
/// <param name="IsNarrow">1 where there is a row for each output, else 0.</param>
/// <param name="HasBiases">1 with biases, else 0.</param>
/// <param name="SkipsZeros">1 for a first layer that reads the nonzero inputs alone, else 0.</param>
/// <param name="Below">Where what it reads starts in a network's activations; -1 for the data.</param>
/// <param name="Above">Where what it gives starts.</param>
/// <param name="ActivationBelow">The activation that gave what it reads.</param>
/// <param name="ActivationAbove">The activation of what it gives.</param>
internal readonly record struct PerceptronLayer(
    long Weights,
    long Biases,
    int Inputs,
    int Outputs,
    int PaddedInputs,
    int PaddedOutputs,
    int IsNarrow,
    int HasBiases,
    int SkipsZeros,
    long Below,
    long Above,
    Activation ActivationBelow,
    Activation ActivationAbove)
{
    /// <summary>Where a weight lies in a network's parameters: as <see cref="MlpLayer.At"/>.</summary>
    public long At(int output, int input)
    {
        if (IsNarrow != 0) return Weights + (long)output * PaddedInputs + input;
        int first = output / MlpLayer.PanelWidth * MlpLayer.PanelWidth;
        return Weights + (long)first * Inputs + (long)input * MlpLayer.Width(first, PaddedOutputs) + output - first;
    }

    /// <summary>What it reads: an input of a sample of a pass.</summary>
    public float Read(PerceptronMemory memory, int net, Pass pass, int sample, int input)
    {
        if (Below >= 0) return memory.Activations[net * memory.Area + Below + (long)sample * PaddedInputs + input];
        return input < Inputs ? memory.Samples.Inputs[memory.Samples.Of(net, pass, sample) * Inputs + input] : 0;
    }

    /// <summary>Where an output of a sample of a pass lies, among activations and deltas.</summary>
    public long Place(PerceptronMemory memory, int net, int sample, int output) => net * memory.Area + Above + (long)sample * PaddedOutputs + output;
}
