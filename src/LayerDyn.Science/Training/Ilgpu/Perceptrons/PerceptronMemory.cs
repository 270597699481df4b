using ILGPU;

namespace LayerDyn.Science.Training.Ilgpu.Perceptrons;

/// <summary>What a batch of perceptrons keeps on the device.</summary>
/// <param name="Size">Numbers of a network's parameters, laid out as on the processor (<see cref="Mlp.MlpLayout"/>).</param>
/// <param name="Area">Numbers of a network's activations in a pass.</param>
/// <param name="Weights">The parameters, network after network.</param>
/// <param name="Gradients">The gradients, likewise.</param>
/// <param name="First">Velocities, or Adam's first moments.</param>
/// <param name="Second">Adam's second moments.</param>
/// <param name="Activations">What layers read, network after network, layer after layer, sample after sample.</param>
/// <param name="Deltas">Gradients in the activations, laid out like them.</param>
/// <param name="Samples">The training samples.</param>
/// <param name="Factors">The numbers of each step: a row for each kind of update.</param>
/// <param name="FactorRows">Each network's row of <paramref name="Factors"/>.</param>
/// <param name="Exponential">The table of <see cref="ExactFunctions.Exp"/>.</param>
/// <param name="Diverged">As <see cref="BatchMemory.Diverged"/>.</param>
internal readonly record struct PerceptronMemory(
    long Size,
    long Area,
    ArrayView<float> Weights,
    ArrayView<float> Gradients,
    ArrayView<float> First,
    ArrayView<float> Second,
    ArrayView<float> Activations,
    ArrayView<float> Deltas,
    SampleMemory Samples,
    ArrayView<StepFactors> Factors,
    ArrayView<int> FactorRows,
    ArrayView<double> Exponential,
    ArrayView<long> Diverged)
{
    /// <summary>Whether a network takes no further step.</summary>
    public bool HasEnded(int net) => Diverged[net] != BatchMemory.Never;

    /// <summary>The numbers of a step for a network.</summary>
    public StepFactors FactorsOf(int net, Pass pass) => Factors[pass.FirstFactors + FactorRows[net]];
}
